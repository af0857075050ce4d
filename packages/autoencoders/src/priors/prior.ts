import type { Conditional, Distribution, NamedVariables } from '@latents/core';
import type { Json } from '@latents/training';

/** P(z) of a model, possibly learned with it. */
export interface Prior {
  /** The kind of prior, in a word: `'standard'` is N(0, I). */
  readonly kind: string;
  /** Plain JSON description with all sizes. Files and checkpoints compare it. Default: kind and dimension. */
  readonly config?: Json;
  /** The dimension of z. */
  readonly dimension: number;
  readonly variables: NamedVariables;
  /**
   * Returns P(z), of new tensors: call it inside `tf.tidy`, or in a player's objective. A VampPrior is made of the encoder.
   */
  distribution(encoder: Conditional): Distribution;
  /** Frees the variables. A second call does nothing. */
  dispose(): void;
}

/** Returns the description of a prior: its own, or its kind and its dimension. */
export function describePrior({ kind, dimension, config }: Prior): Json {
  return config ?? { kind, dimension };
}
