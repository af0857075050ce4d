import { hostValues, stepsOf } from '@latents/core';
import { checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { VrnnParts } from './parts.js';
import { drawAncestors } from './resampling.js';
import { checkStep, SUPPORTS } from './sequences.js';
import { advance, emissionGiven, posteriorAt, priorGiven, stepInputs } from './unroll.js';

export interface ImputeOptions {
  /** Which steps are there: `[batch, T]`, 1 for observed, 0 for missing. */
  readonly observed: tf.Tensor;
  /** Particles a sequence: the more, the better the steps after a gap are taken into account. */
  readonly samples: number;
  readonly rng: Rng;
}

/**
 * Fills missing steps by a particle filter: an observed step draws z from the posterior and weighs the particle by how well
 * it predicts x; a missing one draws z from the prior and x from the emission. One particle a sequence is drawn at the end.
 *
 * @param x `[T, batch, inputDim]`; what stands at missing steps is not read.
 * @returns `[T, batch, inputDim]`, observed steps unchanged.
 */
export function impute(parts: VrnnParts, x: tf.Tensor3D, { observed, samples, rng }: ImputeOptions): tf.Tensor3D {
  const [steps, batch] = x.shape;
  const rows = samples * batch;
  const there = stepsOf(tf.transpose(tf.tile(tf.cast(observed, 'float32'), [samples, 1]))).map((column) =>
    tf.expandDims(column, 1),
  );
  const given = stepsOf(x) as tf.Tensor2D[];
  let state = tf.zeros([rows, parts.cell.stateDim]) as tf.Tensor2D;
  let logWeights = tf.zeros([samples, batch]) as tf.Tensor2D;
  let filled: tf.Tensor2D[] = [];
  for (let t = 0; t < steps; t++) {
    const hidden = parts.cell.hidden(state);
    const here = there[t]!;
    const actual = tf.tile(given[t]!, [samples, 1]) as tf.Tensor2D;
    const evidence = stepInputs(parts, tf.expandDims(actual, 0) as tf.Tensor3D).evidence[0]!;
    const q = posteriorAt(parts, evidence, hidden);
    const p = priorGiven(parts, hidden);
    const z = mix(here, q.sample(rng), p.sample(rng));
    const seen = parts.zFeatures.apply(z);
    const emission = emissionGiven(parts, seen, hidden);
    const value = mix(here, actual, emission.sample(rng));
    const increment = tf.mul(
      tf.sub(tf.add(emission.logProb(actual), p.logProb(z)), q.logProb(z)),
      tf.squeeze(here, [1]),
    );
    logWeights = tf.add(logWeights, tf.reshape(increment, [samples, batch])) as tf.Tensor2D;
    state = advance(parts, z, parts.xFeatures.apply(value) as tf.Tensor2D, state).state;
    filled.push(value);
    const last = t === steps - 1;
    const drawn = drawAncestors(logWeights, {
      rng,
      // The final draw takes one particle a sequence at random; before, evenly spaced points keep the noise small.
      resampling: last ? 'multinomial' : 'systematic',
      threshold: last ? 1 : 0.5,
    });
    if (drawn === undefined) continue;
    // Particle k of sequence b is row k * batch + b.
    const { parents, resampled } = drawn;
    const ancestors = tf.add(tf.mul(parents, batch), tf.range(0, batch, 1));
    const chosen = tf.cast(tf.reshape(ancestors, [rows]), 'int32') as tf.Tensor1D;
    state = tf.gather(state, chosen);
    filled = filled.map((values) => tf.gather(values, chosen));
    logWeights = tf.mul(logWeights, tf.sub(1, resampled)) as tf.Tensor2D;
  }
  return tf.stack(filled.map((values) => tf.slice(values, [0, 0], [batch, -1]))) as tf.Tensor3D;
}

/** `a` where `here` is 1, `b` where it is 0; neither spoils the other, whatever it holds. */
function mix(here: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor2D {
  return tf.where(tf.broadcastTo(tf.cast(here, 'bool'), a.shape), a, b) as tf.Tensor2D;
}

/** Throws a RangeError for shapes or observed values that do not fit, or a posterior that would read the gaps. */
export function checkImpute(parts: VrnnParts, x: tf.Tensor, options: ImputeOptions): void {
  checkOptions('vrnn.impute(x, options)', options, ['observed', 'samples', 'rng']);
  const { observed, samples, rng } = options;
  checkRng('vrnn.impute(x, { rng })', rng);
  const { backward, inputDim, emission } = parts;
  if (backward !== undefined)
    throw new RangeError('vrnn.impute(x, options): expected a filtering posterior, got a smoothing one.');
  if (x.rank !== 3 || x.shape[2] !== inputDim || observed.shape.join() !== x.shape.slice(0, 2).join()) {
    throw new RangeError(
      `vrnn.impute(x, { observed }): expected [batch, T, ${inputDim}] and [batch, T], got [${x.shape}] and [${observed.shape}].`,
    );
  }
  checkPositiveInteger('vrnn.impute(x, { samples })', samples);
  const [flags, values, steps] = [hostValues(observed), hostValues(x), x.shape[1]!];
  // Tensors on a device are not checked: reading them would wait for the device.
  if (flags === undefined || values === undefined) return;
  for (const [row, flag] of flags.entries()) {
    const place = { sequence: Math.floor(row / steps), step: row % steps };
    if (flag !== 0 && flag !== 1) {
      throw new RangeError(
        `vrnn.impute(x, { observed }): expected 0 or 1, got ${flag} in sequence ${place.sequence}, step ${place.step}.`,
      );
    }
    const step = values.subarray(row * inputDim, (row + 1) * inputDim);
    if (flag === 1) checkStep('vrnn.impute(x, options)', step, place, SUPPORTS[emission.support]);
  }
}
