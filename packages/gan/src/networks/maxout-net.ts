import { allOrNone, mlp, type Network, prefixed, stopGradient } from '@latents/core';
import { checkOptions, checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { checkWidths } from './check-widths.js';

export interface MaxoutOptions {
  readonly inputDim: number;
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  /** Number of linear maps per hidden unit; the unit outputs the largest. */
  readonly pieces: number;
  readonly outputDim: number;
  readonly rng: Rng;
}

/**
 * Returns a network whose hidden units are each the largest of `pieces` linear functions; the output is linear. Derivatives of any
 * order are right (the second derivative of tfjs's own maximum throws).
 *
 * @example
 * ```ts
 * import { createRng, maxoutNet } from '@latents/gan';
 *
 * // The discriminator of PacGAN's experiments, for two packed points of the plane.
 * const network = maxoutNet({ inputDim: 4, hidden: [200, 200, 200], pieces: 5, outputDim: 1, rng: createRng(0) });
 * network.apply(tf.zeros([3, 4])).shape; // => [3, 1]
 * network.dispose();
 * ```
 * @throws RangeError for a size that is not a positive integer.
 * @see Goodfellow et al. 2013, section 3
 */
export function maxoutNet(options: MaxoutOptions): Network {
  checkOptions('maxoutNet(options)', options, ['inputDim', 'hidden', 'pieces', 'outputDim', 'rng']);
  const { inputDim, hidden, pieces, outputDim, rng } = options;
  checkPositiveInteger('maxoutNet({ pieces })', pieces);
  checkWidths('maxoutNet({ hidden })', hidden);
  const widths = [inputDim, ...hidden];
  return allOrNone((keep) => {
    const linear = (from: number, to: number) => keep(mlp({ inputDim: from, hidden: [], outputDim: to, rng }));
    const layers = hidden.map((width, i) => linear(widths[i]!, width * pieces));
    return assemble(options, layers, linear(widths.at(-1)!, outputDim));
  });
}

function assemble(
  { inputDim, hidden, pieces, outputDim }: MaxoutOptions,
  layers: readonly Network[],
  last: Network,
): Network {
  return {
    config: { kind: 'maxoutNet', inputDim, hidden, pieces, outputDim },
    inputShape: [inputDim],
    outputShape: [outputDim],
    variables: Object.assign(
      prefixed('output', last.variables),
      ...layers.map((layer, i) => prefixed(`maxout${i}`, layer.variables)),
    ),
    notTwiceDifferentiable: [],
    apply: (x) =>
      tf.tidy(() => {
        const top = layers.reduce((h, layer) => largest(layer.apply(h), pieces), x);
        return last.apply(top);
      }),
    dispose: () => {
      for (const layer of [...layers, last]) layer.dispose();
    },
  };
}

/** Returns the largest of `pieces` blocks of columns, as a sum weighted by a constant mask (ties share). */
function largest(x: tf.Tensor, pieces: number): tf.Tensor {
  const mask = stopGradient(x, (values) => {
    const blocks = tf.split(values, pieces, 1);
    const top = blocks.reduce((a, b) => tf.maximum(a, b));
    const hits = blocks.map((block) => tf.cast(tf.equal(block, top), 'float32'));
    const ties = total(hits);
    return tf.concat(
      hits.map((hit) => tf.div(hit, ties)),
      1,
    );
  });
  // Blocks rather than a last axis: comparing and spreading along a short axis is slow in tfjs.
  return total(tf.split(tf.mul(x, mask), pieces, 1));
}

/** Returns a sum of any number of tensors. `tf.addN` of more than seven is dropped silently on the webgpu backend. */
function total(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tensors.reduce((sum, tensor) => tf.add(sum, tensor));
}
