import type * as tf from '@tensorflow/tfjs-core';

export interface CollapseOptions {
  /** Rate in nats below which a coordinate counts as equal to the prior (default 0.01). */
  readonly epsilon?: number;
  /** Largest share of examples that a collapsed coordinate may still encode (default 0.01). */
  readonly delta?: number;
}

export interface Collapse {
  /** The coordinates that equal the prior on all but a share `delta` of the examples, ascending. */
  readonly indices: readonly number[];
  /** Whether all coordinates have collapsed: the decoder ignores z. */
  readonly total: boolean;
  /** Message for the user, or undefined if no coordinate has collapsed. */
  readonly warning: string | undefined;
}

/**
 * Returns the coordinates of z that have collapsed: KL(q(z_i | x), p(z_i)) < epsilon for at least a share 1 - delta of the examples.
 *
 * @param rates `[examples, latentDim]`, in nats, from {@link unitRates}.
 *
 * @example
 * ```ts
 * import { posteriorCollapse } from '@latents/autoencoders';
 *
 * const rates = tf.tensor2d([[2, 0], [3, 0]]);
 * posteriorCollapse(rates).indices; // => [1]
 * ```
 * @throws RangeError for another shape, a rate that is not finite, an epsilon that is not positive, or a delta outside [0, 1).
 * @see Lucas, Tucker, Grosse & Norouzi 2019, definition 1
 */
export function posteriorCollapse(rates: tf.Tensor, { epsilon = 0.01, delta = 0.01 }: CollapseOptions = {}): Collapse {
  const [examples, dimension] = rates.shape;
  if (rates.rank !== 2 || rates.size === 0) {
    throw new RangeError(`posteriorCollapse(rates): expected [examples, latentDim], got [${rates.shape}].`);
  }
  if (!(epsilon > 0 && epsilon < Infinity) || !(delta >= 0 && delta < 1)) {
    throw new RangeError(
      `posteriorCollapse(rates, options): expected epsilon > 0 and delta in [0, 1), got ${epsilon} and ${delta}.`,
    );
  }
  const data = rates.dataSync();
  const below = new Array<number>(dimension!).fill(0);
  for (let i = 0; i < data.length; i++) {
    const unit = i % dimension!;
    if (!Number.isFinite(data[i]!)) {
      throw new RangeError(
        `posteriorCollapse(rates): expected finite rates, got ${data[i]} in row ${Math.floor(i / dimension!)}, column ${unit}.`,
      );
    }
    if (data[i]! < epsilon) below[unit]! += 1;
  }
  const indices = below.flatMap((count, i) => (count >= (1 - delta) * examples! ? [i] : []));
  const total = indices.length === dimension;
  const warning =
    indices.length === 0
      ? undefined
      : `${total ? `All ${dimension}` : `${indices.length} of ${dimension}`} latent coordinates equal the prior on ${100 * (1 - delta)} % of the examples${total ? '' : ` (${indices.join(', ')})`}. Warm beta up from 0, or give free bits.`;
  return { indices, total, warning };
}
