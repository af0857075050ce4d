import { checkInteger, checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { pointOf } from '../distributions/base/coordinates.js';
import type { Distribution } from '../distributions/index.js';
import { standardErrorOf } from './standard-error.js';

export interface MonteCarloOptions {
  /** Draws an entry of the batch. */
  readonly samples: number;
  readonly rng: Rng;
}

export interface MonteCarloKlOptions extends MonteCarloOptions {
  /**
   * With log r = log p(z) - log q(z): `'k1'` -log r (default), unbiased; `'k2'` (log r)^2 / 2, biased, of low variance for q near p;
   * `'k3'` r - 1 - log r, unbiased and never negative.
   */
  readonly estimator?: 'k1' | 'k2' | 'k3';
}

/** An estimate with its standard error, both of batch shape. */
export interface Estimate {
  readonly value: tf.Tensor;
  readonly standardError: tf.Tensor;
}

/**
 * An estimate of KL(q || p) in nats from draws z of q. Gradients flow through the samples where q is reparameterised.
 *
 * @returns batch shape.
 *
 * @example
 * ```ts
 * import { Normal, monteCarloKl } from '@latents/core';
 * import { createRng } from '@latents/math';
 *
 * const q = new Normal({ loc: 1, scale: 1 });
 * const p = new Normal({ loc: 0, scale: 1 });
 * Math.abs(monteCarloKl(q, p, { samples: 2000, rng: createRng(0) }).dataSync()[0] - 0.5) < 0.1; // => true
 * ```
 * @throws RangeError if `samples` is not a positive integer.
 * @see Schulman 2020, "Approximating KL divergence", for the estimators
 */
export function monteCarloKl(q: Distribution, p: Distribution, options: MonteCarloKlOptions): tf.Tensor {
  checkPositiveInteger('monteCarloKl(q, p, { samples })', options.samples);
  return tf.tidy(() => tf.mean(terms(q, p, options), 0));
}

/**
 * {@link monteCarloKl} with the standard error of the estimate (two samples at least).
 *
 * @example
 * ```ts
 * import { Normal, monteCarloKlEstimate } from '@latents/core';
 * import { createRng } from '@latents/math';
 *
 * const q = new Normal({ loc: 1, scale: 1 });
 * const p = new Normal({ loc: 0, scale: 1 });
 * const { value, standardError } = monteCarloKlEstimate(q, p, { samples: 2000, rng: createRng(0), estimator: 'k3' });
 * Math.abs(value.dataSync()[0] - 0.5) < 4 * standardError.dataSync()[0]; // => true
 * ```
 */
export function monteCarloKlEstimate(q: Distribution, p: Distribution, options: MonteCarloKlOptions): Estimate {
  checkInteger('monteCarloKlEstimate(q, p, { samples })', options.samples, 2);
  const [value, standardError] = tf.tidy(() => {
    const values = terms(q, p, options);
    return [tf.mean(values, 0), standardErrorOf(values)] as [tf.Tensor, tf.Tensor];
  });
  return { value, standardError };
}

function terms(q: Distribution, p: Distribution, { samples, rng, estimator = 'k1' }: MonteCarloKlOptions): tf.Tensor {
  const at = q.sampleCoordinates(rng, [samples]);
  const own = at && q.logProbAt(at);
  let logRatio: tf.Tensor;
  if (own) {
    logRatio = tf.sub(p.logProbAt(at) ?? p.logProb(pointOf(at)), own);
  } else {
    const { sample, logProb } = q.sampleAndLogProb(rng, [samples]);
    logRatio = tf.sub(p.logProb(sample), logProb);
  }
  if (estimator === 'k1') return tf.neg(logRatio);
  return estimator === 'k2' ? tf.mul(0.5, tf.square(logRatio)) : tf.sub(tf.expm1(logRatio), logRatio);
}
