import { type ApplyOptions, type Conditional, type Distribution, MultivariateNormalDiag } from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { Prior } from '../priors/prior.js';

/** The parts of a model that a bound on log p(x) needs: P(z | x), P(x | z) and P(z). A `Vae` is one. */
export interface LatentModel<Q extends Distribution = Distribution> {
  /** P(z | x). */
  readonly encoder: Conditional<Q>;
  /** P(x | z). */
  readonly decoder: Conditional;
  /** P(z) (default N(0, I)). */
  readonly prior?: Prior;
}

export interface PriorOption {
  /** Makes P(z) while the bound is computed, so that a learned prior gets its gradient. Default: the model's. */
  readonly prior?: () => Distribution;
}

export interface DrawOptions extends PriorOption, ApplyOptions {
  /** Draws z. */
  readonly rng: Rng;
}

/** Returns P(z) of a model. */
export function priorOf(model: LatentModel, { prior }: PriorOption): Distribution {
  if (prior !== undefined) return prior();
  if (model.prior !== undefined) return model.prior.distribution(model.encoder);
  const [dimension] = model.encoder.eventShape;
  return MultivariateNormalDiag.standard(dimension!);
}

/** Returns log p(x, z) in nats, `[...samples, batch]`. */
export function logJoint(
  model: LatentModel,
  x: tf.Tensor,
  z: tf.Tensor,
  options: PriorOption & ApplyOptions,
): tf.Tensor {
  return tf.add(model.decoder.given(z, options).logProb(x), priorOf(model, options).logProb(z));
}

/** Throws unless `x` is a batch of inputs of the encoder. */
export function checkBatch(where: string, model: LatentModel, x: tf.Tensor): void {
  if (!(x instanceof tf.Tensor)) throw new TypeError(`${where}: expected x to be a tensor, got ${typeof x}.`);
  const { inputShape } = model.encoder;
  if (x.rank !== inputShape.length + 1 || x.size === 0 || inputShape.some((n, i) => n !== x.shape[i + 1])) {
    throw new RangeError(`${where}: expected x of shape [batch, ${inputShape}], got [${x.shape}].`);
  }
}

/** Throws unless `q` can be differentiated through its draws. */
export function checkReparameterized(where: string, q: Distribution): void {
  if (!q.reparameterized) {
    throw new Error(
      `${where}: expected a posterior with a reparameterised sampler, got '${q.family}'. For discrete z see enumeratedElbo and scoreFunctionElbo.`,
    );
  }
}

/** Throws unless the model's prior is N(0, I), the only one that falls apart into coordinates as a function here needs. */
export function checkStandardPrior(where: string, { prior }: LatentModel): void {
  if (prior !== undefined && prior.kind !== 'standard') {
    throw new Error(`${where}: expected a model with the prior N(0, I), got one with a ${prior.kind} prior.`);
  }
}
