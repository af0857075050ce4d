import {
  bijectors,
  type Conditional,
  type Distribution,
  mlp,
  prefixed,
  type Rng,
  TransformedDistribution,
} from '@latents/core';
import * as tf from '@tensorflow/tfjs';

export interface FlowOptions {
  /** How many coupling layers; they move the first and the second half of z in turn. */
  readonly layers: number;
  /** Widths of the hidden layers of each coupling's network (default [32]). */
  readonly hidden?: readonly number[];
  readonly rng: Rng;
}

/**
 * An encoder whose draws are sent through a Real NVP flow, so that Q(z | x) need not be normal: f(z_0), z_0 ~ `base`. The flow is the
 * same for all x and starts as the identity. It can be inverted, so that Q(z | x) is known at any z; its mean is not.
 *
 * @example
 * ```ts
 * import { flowPosterior } from '@latents/autoencoders';
 * import { conditional, createRng, mlp, normalHead } from '@latents/core';
 *
 * const rng = createRng(0);
 * const head = normalHead(4);
 * const base = conditional(mlp({ inputDim: 6, hidden: [8], outputDim: head.units, rng }), head, 'encoder');
 * const encoder = flowPosterior(base, { layers: 4, rng });
 * encoder.given(tf.zeros([3, 6])).sample(createRng(1)).shape; // => [3, 4]
 * encoder.dispose();
 * ```
 * @throws RangeError for layers or widths that are not positive integers, or z of fewer than two dimensions.
 * @see Rezende & Mohamed 2015, section 3; Dinh, Sohl-Dickstein & Bengio 2017
 */
export function flowPosterior<Q extends Distribution>(
  base: Conditional<Q>,
  { layers, hidden = [32], rng }: FlowOptions,
): Conditional<TransformedDistribution<Q>> {
  const [size = 0] = base.eventShape;
  if (!Number.isInteger(layers) || layers < 1) {
    throw new RangeError(`flowPosterior(base, { layers }): expected a positive integer, got ${layers}.`);
  }
  if (base.eventShape.length !== 1 || size < 2) {
    throw new RangeError(
      `flowPosterior(base, options): expected an encoder of vectors of at least two dimensions, got [${base.eventShape}].`,
    );
  }
  const first = Math.ceil(size / 2);
  const networks = Array.from({ length: layers }, (_, i) => {
    const kept = i % 2 === 0 ? first : size - first;
    const network = mlp({ inputDim: kept, hidden, outputDim: 2 * (size - kept), activation: 'tanh', rng });
    // The last layer is 0, so that the flow starts as the identity.
    const last = network.variables[`dense${hidden.length}/kernel`]!;
    tf.tidy(() => last.assign(tf.zerosLike(last)));
    return network;
  });
  const flow = bijectors.chain(
    ...networks.map((network, i) =>
      bijectors.affineCoupling({
        moves: i % 2 === 0 ? 'second' : 'first',
        parameters: (kept) => {
          const flat = network.apply(kept.reshape([-1, kept.shape.at(-1)!]));
          const outputs = flat.reshape([...kept.shape.slice(0, -1), flat.shape[1]!]);
          const [shift, free] = tf.split(outputs, 2, -1) as [tf.Tensor, tf.Tensor];
          // Bounded, so that a layer neither explodes nor vanishes.
          return { shift, logScale: tf.tanh(free).mul(2) };
        },
      }),
    ),
  );
  return {
    inputShape: base.inputShape,
    eventShape: base.eventShape,
    variables: {
      ...base.variables,
      ...Object.assign({}, ...networks.map((network, i) => prefixed(`flow${i}`, network.variables))),
    },
    given: (x, options) => new TransformedDistribution({ base: base.given(x, options), bijector: flow }),
    dispose: () => {
      base.dispose();
      for (const network of networks) network.dispose();
    },
  };
}
