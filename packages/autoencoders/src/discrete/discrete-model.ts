import { type Conditional, OneHotCategorical } from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { checkBatch } from '../bounds/latent-model.js';

/** A model whose latent is one of K classes, handed to the decoder as a one-hot vector; the prior is uniform unless given. */
export interface DiscreteModel {
  /** P(z | x), over one-hot vectors `[K]`. */
  readonly encoder: Conditional<OneHotCategorical>;
  /** P(x | z), from vectors `[K]`. */
  readonly decoder: Conditional;
}

export interface DiscreteOptions {
  /** Makes P(z), in the bound's own `tf.tidy`. Default: uniform. */
  readonly prior?: () => OneHotCategorical;
}

export interface DiscreteDrawOptions extends DiscreteOptions {
  readonly rng: Rng;
}

/** P(z | x) and P(z) of a batch; throws a RangeError for one of another shape. */
export function posteriorAndPrior(where: string, model: DiscreteModel, x: tf.Tensor, { prior }: DiscreteOptions) {
  checkBatch(where, model, x);
  const classes = model.encoder.eventShape[0]!;
  return {
    q: model.encoder.given(x),
    prior: prior?.() ?? new OneHotCategorical({ logits: tf.zeros([classes]), validate: false }),
  };
}
