import type { Operation, OperationInputs } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import type { FusedKernel } from '../kernels/kernel.js';

/** Runs a kernel through the engine, so that its gradient is taped and its result tracked. */
export function run<T extends tf.Tensor | tf.Tensor[] = tf.Tensor>(
  { name }: Pick<FusedKernel, 'name'>,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attrs: object = {},
): T {
  return tf.engine().runKernel<T>(name, inputs as tf.NamedTensorMap, attrs as tf.NamedAttrMap);
}

/** Gradients by name, computed when they are asked for. */
export type Thunks<Names extends string> = Readonly<Record<Names, () => tf.Tensor>>;

interface FusedGradient<Names extends string, Attributes> {
  /** Which results the gradient needs; all inputs are saved. */
  readonly outputsToSave?: boolean[];
  /** The gradients by the inputs, from that by the first result. */
  readonly fused: (
    dy: tf.Tensor,
    inputs: OperationInputs<Names>,
    outputs: readonly tf.Tensor[],
    attributes: Attributes,
  ) => Thunks<Names>;
}

/**
 * Returns the gradient of an operation's kernel: `fused`, or where it is differentiated in turn, the gradient of the composed form. The
 * engine does not see that a saved output depends on the inputs, nor what a kernel computes.
 */
export function gradientOf<Names extends string, Attributes extends object>(
  { inputs: names, composed }: Operation<Names, Attributes>,
  { outputsToSave, fused }: FusedGradient<Names, Attributes>,
): NonNullable<FusedKernel['gradient']> {
  const named = (tensors: readonly tf.Tensor[]) =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i]!])) as unknown as OperationInputs<Names>;
  return {
    inputsToSave: [...names],
    ...(outputsToSave && { outputsToSave }),
    gradFunc: (dys, saved, attrs) => {
      const dy = Array.isArray(dys) ? (dys[0] as tf.Tensor) : dys;
      const inputs = saved.slice(0, names.length);
      const attributes = attrs as unknown as Attributes;
      if (tf.engine().state.gradientDepth === 0) {
        return fused(dy, named(inputs), saved.slice(names.length), attributes);
      }
      const gradients = tf.grads((...its: tf.Tensor[]) => composed(named(its), attributes))(inputs, dy);
      return Object.fromEntries(names.map((name, i) => [name, () => gradients[i]!]));
    },
  };
}

/** Sums over leading axes until `rank` are left: the gradient of rows that were used again and again. */
export function sumLeading(tensor: tf.Tensor, rank: number): tf.Tensor {
  const lead = tensor.rank - rank;
  return lead === 0 ? tensor : tf.sum(tensor, [...Array(lead).keys()]);
}
