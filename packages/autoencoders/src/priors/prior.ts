import type { Conditional, Distribution, NamedVariables } from '@latents/core';

/** P(z) of a model, possibly learned with it. */
export interface Prior {
  readonly kind: 'standard' | 'learned' | 'mixture' | 'vamp';
  /** The dimension of z. */
  readonly dimension: number;
  readonly variables: NamedVariables;
  /** P(z), of new tensors: call it inside `tf.tidy`, or in a step's objective. A VampPrior is made of the encoder. */
  distribution(encoder: Conditional): Distribution;
  dispose(): void;
}
