import type { Json } from '@latents/training';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';

/** Variables by name: `'encoder/dense0/kernel'`. */
export type NamedVariables = Readonly<Record<string, Variable>>;

export interface ApplyOptions {
  /** Whether layers that behave differently in training (dropout, batch normalisation) are being trained. */
  readonly training?: boolean;
}

/** A differentiable map from a batch of inputs to a batch of outputs, and the variables it is made of. */
export interface Network {
  /**
   * Plain JSON description: kind, sizes, activation, normalization. Files and checkpoints compare it, so that a network with
   * the same shapes and another meaning is refused. Without it only the shapes are compared.
   */
  readonly config?: Json;
  /** The shape of one input and of one output, without the batch axis. */
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  /** All variables, trainable or not (`variable.trainable` says), under names that do not change between runs. */
  readonly variables: NamedVariables;
  /**
   * The parts whose second derivatives, under tfjs, are not known to be right: none if `[]`, all if it is absent. A penalty on a
   * gradient is trained by them.
   */
  readonly notTwiceDifferentiable?: readonly string[];
  /** `[batch, ...inputShape]` to `[batch, ...outputShape]`. */
  apply(x: Tensor, options?: ApplyOptions): Tensor;
  /** Frees the variables. A second call does nothing. */
  dispose(): void;
}

/** `variables` with `prefix/` before each name. */
export function prefixed(prefix: string, variables: NamedVariables): NamedVariables {
  return Object.fromEntries(Object.entries(variables).map(([name, variable]) => [`${prefix}/${name}`, variable]));
}

/** Returns the description of a network: its own, or its shapes. */
export function describeNetwork({ config, inputShape, outputShape }: Network): Json {
  return config ?? { kind: 'network', inputShape, outputShape };
}
