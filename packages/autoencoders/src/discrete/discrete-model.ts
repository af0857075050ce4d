import type { ApplyOptions, Conditional, Distribution, OneHotCategorical } from '@latents/core';
import type { Rng } from '@latents/math';
import type * as tf from '@tensorflow/tfjs-core';
import { checkBatch } from '../bounds/latent-model.js';
import type { Prior } from '../priors/prior.js';
import { uniformPrior } from '../priors/priors.js';

/**
 * A model whose latent is one of K classes, which the decoder is given as a one-hot vector. A `Vae` with {@link oneHotHead} and
 * {@link uniformPrior} is one.
 */
export interface DiscreteModel {
  /** P(z | x), over one-hot vectors `[K]`. */
  readonly encoder: Conditional<OneHotCategorical>;
  /** P(x | z), from vectors `[K]`. */
  readonly decoder: Conditional;
  /** P(z), over one-hot vectors (default uniform). */
  readonly prior?: Prior;
}

export interface DiscreteOptions extends ApplyOptions {
  /** Makes P(z) while the bound is computed. Default: the model's. */
  readonly prior?: () => OneHotCategorical;
}

export interface DiscreteDrawOptions extends DiscreteOptions {
  /** Draws z. */
  readonly rng: Rng;
}

/** Returns P(z | x) and P(z) of a batch. Throws an Error for a posterior or a prior that is not over one-hot vectors. */
export function posteriorAndPrior(where: string, model: DiscreteModel, x: tf.Tensor, options: DiscreteOptions) {
  const q = model.encoder.given(x, options);
  const prior =
    options.prior?.() ?? (model.prior ?? uniformPrior(model.encoder.eventShape[0]!)).distribution(model.encoder);
  for (const [name, distribution] of Object.entries<Distribution>({ posterior: q, prior })) {
    if (distribution.support.kind !== 'one-hot') {
      const cure = name === 'prior' ? 'uniformPrior(classes) is one' : 'oneHotHead(classes) makes one';
      throw new Error(`${where}: expected a ${name} over one-hot vectors, got '${distribution.family}'. ${cure}.`);
    }
  }
  return { q, prior };
}

/** Throws a RangeError unless `x` is a batch of inputs of the encoder. */
export function checkDiscreteBatch(where: string, model: DiscreteModel, x: tf.Tensor): void {
  checkBatch(where, { encoder: model.encoder, decoder: model.decoder }, x);
}
