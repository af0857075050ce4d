import { logSumExp, stepsOf, type TensorBound, tensorBound } from '@latents/core';
import { checkFraction, checkOneOf, checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { VrnnParts } from './parts.js';
import { drawAncestors, type Resampling } from './resampling.js';
import { unpadded } from './sequences.js';
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

/** Refuses options that are not these. Throws a RangeError or TypeError that names the first. */
export function checkFivoOptions(where: string, options: FivoOptions): void {
  checkOptions(where, options, ['samples', 'rng', 'resampling', 'threshold']);
  const { samples, rng, resampling = 'systematic', threshold = 0.5 } = options;
  checkPositiveInteger(where, samples, 'samples');
  checkRng(where, rng);
  checkOneOf(`${where}: resampling`, resampling, ['multinomial', 'systematic']);
  checkFraction(`${where}: threshold`, threshold);
}

/**
 * The particle filter's estimate of log p(x_{<=T}) for each sequence, `[batch]`, in nats: a lower bound in expectation.
 * The gradient of the choice of ancestors is left out, as usual.
 *
 * @param x `[T, batch, inputDim]`; @param mask `[T, batch]`.
 */
export function particleLogLikelihood(
  parts: VrnnParts,
  x: tf.Tensor3D,
  mask: tf.Tensor2D,
  { samples, rng, resampling = 'systematic', threshold = 0.5 }: FivoOptions,
): tf.Tensor1D {
  const [steps, batch] = x.shape;
  const rows = samples * batch;
  // Particle k of sequence b is row k * batch + b.
  const tile = (values: tf.Tensor2D) => tf.tile(values, [samples, 1]) as tf.Tensor2D;
  const { features, evidence } = stepInputs(parts, x, mask);
  const masks = stepsOf(mask);
  const observed = stepsOf(x) as tf.Tensor2D[];
  let state = tf.zeros([rows, parts.cell.stateDim]) as tf.Tensor2D;
  let logWeights = tf.zeros([samples, batch]) as tf.Tensor2D;
  let total = tf.zeros([batch]) as tf.Tensor1D;
  for (let t = 0; t < steps; t++) {
    const hidden = parts.cell.hidden(state);
    const q = posteriorAt(parts, tile(evidence[t]!), hidden);
    const z = q.sample(rng) as tf.Tensor2D;
    const next = advance(parts, z, tile(features[t]!), state);
    const logEmission = emissionGiven(parts, next.seen, hidden).logProb(tile(observed[t]!));
    const increment = tf.sub(tf.add(logEmission, priorGiven(parts, hidden).logProb(z)), q.logProb(z));
    logWeights = tf.add(logWeights, unpadded(tf.reshape(increment, [samples, batch]), masks[t]!)) as tf.Tensor2D;
    state = next.state;
    if (t === steps - 1) break;
    const drawn = drawAncestors(logWeights, { rng, resampling, threshold });
    if (drawn === undefined) continue;
    const { parents, resampled } = drawn;
    const mean = tf.sub(logSumExp(logWeights, 0), Math.log(samples));
    total = tf.add(total, tf.mul(mean, resampled)) as tf.Tensor1D;
    logWeights = tf.mul(logWeights, tf.sub(1, resampled)) as tf.Tensor2D;
    state = inherit(state, parents, samples, batch);
  }
  return tf.add(total, tf.sub(logSumExp(logWeights, 0), Math.log(samples))) as tf.Tensor1D;
}

/**
 * Each particle's state replaced by its ancestor's. A product with one-hot matrices, one a sequence, because the gradient of
 * a gather is missing on the WASM backend.
 */
function inherit(state: tf.Tensor2D, parents: tf.Tensor, samples: number, batch: number): tf.Tensor2D {
  const width = state.shape[1];
  const bySequence = tf.transpose(tf.reshape(state, [samples, batch, width]), [1, 0, 2]) as tf.Tensor3D;
  const apart = tf.abs(tf.sub(tf.expandDims(tf.transpose(parents), -1), tf.range(0, samples)));
  const chosen = tf.matMul(tf.sub(1, tf.step(apart)) as tf.Tensor3D, bySequence);
  return tf.reshape(tf.transpose(chosen, [1, 0, 2]), [samples * batch, width]) as tf.Tensor2D;
}

/** The filtering bound on log p(x_{<=T}), averaged over the batch. @see Maddison et al. 2017, eq. 8 */
export function filteringBound(perSequence: tf.Tensor1D): TensorBound<'lower'> {
  return tensorBound('lower', 'log p(x)', [
    { name: 'particle filter', nats: tf.reshape<tf.Rank.R0>(tf.mean(perSequence), []), weight: 1 },
  ]);
}
