import { type Bound, bound, type Rng } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import type { VrnnParts } from './parts.js';
import { drawAncestors, type Resampling } from './resampling.js';
import { advance, emissionGiven, posteriorAt, priorGiven, stepInputs } from './unroll.js';

export interface FivoOptions {
  /** Particles a sequence. */
  readonly samples: number;
  readonly rng: Rng;
  /** How ancestors are drawn (default `'systematic'`). */
  readonly resampling?: Resampling;
  /** Resample a sequence when its effective sample size falls below this share of the particles (default 0.5; 1: always; 0: never). */
  readonly threshold?: number;
}

/**
 * The particle filter's estimate of log p(x_{<=T}) for each sequence, `[batch]`, in nats: a lower bound in expectation.
 * Ancestors are drawn on the CPU; the gradient of that choice is left out, as usual.
 *
 * @param x `[T, batch, inputDim]`; @param mask `[T, batch]`.
 */
export function particleLogLikelihood(
  parts: VrnnParts,
  x: tf.Tensor3D,
  mask: tf.Tensor2D,
  { samples, rng, resampling = 'systematic', threshold = 0.5 }: FivoOptions,
): tf.Tensor1D {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`fivo(batch, { samples }): expected a positive integer, got ${samples}.`);
  }
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new RangeError(`fivo(batch, { threshold }): expected a share from 0 to 1, got ${threshold}.`);
  }
  const [steps, batch] = x.shape;
  const rows = samples * batch;
  // Particle k of sequence b is row k * batch + b.
  const tile = (values: tf.Tensor2D) => tf.tile(values, [samples, 1]) as tf.Tensor2D;
  const { features, evidence } = stepInputs(parts, x);
  const masks = tf.unstack(mask);
  const observed = tf.unstack(x) as tf.Tensor2D[];
  let state = tf.zeros([rows, parts.cell.stateDim]) as tf.Tensor2D;
  let logWeights = tf.zeros([samples, batch]) as tf.Tensor2D;
  let total = tf.zeros([batch]) as tf.Tensor1D;
  for (let t = 0; t < steps; t++) {
    const hidden = parts.cell.hidden(state);
    const q = posteriorAt(parts, tile(evidence[t]!), hidden);
    const z = q.sample(rng) as tf.Tensor2D;
    const next = advance(parts, z, tile(features[t]!), state);
    const logEmission = emissionGiven(parts, next.seen, hidden).logProb(tile(observed[t]!));
    const increment = logEmission.add(priorGiven(parts, hidden).logProb(z)).sub(q.logProb(z));
    logWeights = logWeights.add(increment.reshape([samples, batch]).mul(masks[t]!)) as tf.Tensor2D;
    state = next.state;
    if (t === steps - 1) break;
    const values = logWeights.dataSync() as Float32Array;
    const { ancestors, resampled } = drawAncestors(values, samples, batch, { rng, resampling, threshold });
    if (!resampled.includes(1)) continue;
    const chosen = tf.tensor1d(resampled);
    const mean = logWeights.logSumExp(0).sub(Math.log(samples));
    total = total.add(mean.mul(chosen)) as tf.Tensor1D;
    logWeights = logWeights.mul(tf.sub(1, chosen)) as tf.Tensor2D;
    // A product with a one-hot matrix: the gradient of a gather is missing on the WASM backend.
    state = tf.matMul(tf.oneHot(tf.tensor1d(ancestors, 'int32'), rows).toFloat() as tf.Tensor2D, state);
  }
  return total.add(logWeights.logSumExp(0).sub(Math.log(samples))) as tf.Tensor1D;
}

/** The filtering bound on log p(x_{<=T}), averaged over the batch. @see Maddison et al. 2017, eq. 8 */
export function filteringBound(perSequence: tf.Tensor1D): Bound<'lower'> {
  return bound('lower', 'log p(x)', [{ name: 'particle filter', nats: perSequence.mean().asScalar(), weight: 1 }]);
}
