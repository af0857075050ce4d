import type { Json } from '@latents/training';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../distributions/index.js';
import { fromLayersModel, isLayersModel, type LayersModel } from './from-layers-model.js';
import type { Head } from './head.js';
import { type ApplyOptions, describeNetwork, type NamedVariables, type Network } from './network.js';

/** A network whose output is a distribution: P(y | x). */
export interface Conditional<D extends Distribution = Distribution> {
  /** Plain JSON description of the network and the head. Files and checkpoints compare it. */
  readonly config?: Json;
  /** The shape of one x and of one y. */
  readonly inputShape: readonly number[];
  readonly eventShape: readonly number[];
  readonly variables: NamedVariables;
  /**
   * P(y | x) for `x` of shape `[...batch, ...inputShape]`. The distribution's parameters are new tensors: call it inside
   * `tf.tidy`, or in a step's objective, which is one.
   *
   * @throws RangeError if `x` has another shape.
   */
  given(x: Tensor, options?: ApplyOptions): D;
  dispose(): void;
}

/**
 * The conditional distribution that `head` makes of the output of `network`.
 *
 * @param name What errors call it: `'encoder'`.
 * @example
 * ```ts
 * import { conditional, mlp, normalHead } from '@latents/core';
 * import { createRng } from '@latents/math';
 *
 * const head = normalHead(2);
 * const network = mlp({ inputDim: 4, hidden: [8], outputDim: head.units, rng: createRng(0) });
 * const encoder = conditional(network, head, 'encoder');
 * encoder.given(tf.zeros([3, 4])).batchShape; // => [3]
 * ```
 * @throws RangeError if the network does not put out `[head.units]`.
 */
export function conditional<D extends Distribution>(
  network: Network | LayersModel,
  head: Head<D>,
  name = 'conditional',
): Conditional<D> {
  const net = isLayersModel(network) ? fromLayersModel(network) : network;
  const { inputShape, outputShape } = net;
  if (outputShape.length !== 1 || outputShape[0] !== head.units) {
    throw new RangeError(
      `${name}: expected a network that puts out [batch, ${head.units}], as its head needs, got [batch, ${outputShape}].`,
    );
  }
  return {
    config: { network: describeNetwork(net), head: head.config ?? { units: head.units, eventShape: head.eventShape } },
    inputShape,
    eventShape: head.eventShape,
    variables: net.variables,
    given: (x, options) => {
      const lead = x.shape.slice(0, x.rank - inputShape.length);
      if (x.rank <= inputShape.length || inputShape.some((n, i) => n !== x.shape[lead.length + i])) {
        throw new RangeError(
          `${name}.given(x): expected x of shape [..., ${inputShape}] with a batch axis, got [${x.shape}].`,
        );
      }
      if (lead.length === 1) return head.distribution(net.apply(x, options));
      const flat = net.apply(tf.reshape(x, [-1, ...inputShape]), options);
      return head.distribution(tf.reshape(flat, [...lead, ...outputShape]));
    },
    dispose: () => net.dispose(),
  };
}

/** Returns the description of a conditional distribution: its own, or its shapes. */
export function describeConditional({ config, inputShape, eventShape }: Conditional): Json {
  return config ?? { kind: 'conditional', inputShape, eventShape };
}
