import { createRng } from '@latents/math';
import { meanAndStandardError, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Vrnn } from '../src/index.js';
import { kalmanLogLikelihood, linearGaussianVrnn, sampleSequence } from './linear-gaussian.js';

const STEPS = 8;
const REPEATS = 800;
const sequence = sampleSequence(STEPS, 11);
const truth = kalmanLogLikelihood(sequence);

/** The sequence, many times over: each copy gets draws of its own. */
const repeated = () => ({
  x: tf.tile(tf.tensor3d([sequence]), [REPEATS, 1, 1]),
  lengths: tf.fill([REPEATS], STEPS, 'int32'),
});

describe('a VRNN that is a linear-Gaussian state-space model, against the Kalman filter', () => {
  let vrnn: Vrnn;
  beforeAll(async () => {
    await useBackend('wasm');
    vrnn = linearGaussianVrnn();
  });
  afterAll(() => vrnn.dispose());

  const measure = (act: () => tf.Tensor) => meanAndStandardError(tf.tidy(() => act().dataSync()));
  const weighted = (samples: number, seed: number) =>
    measure(() => vrnn.logLikelihood(repeated(), { samples, rng: createRng(seed) }));
  const particles = (
    samples: number,
    seed: number,
    threshold = 0.5,
    resampling: 'multinomial' | 'systematic' = 'systematic',
  ) => measure(() => vrnn.particleLogLikelihood(repeated(), { samples, threshold, resampling, rng: createRng(seed) }));

  it('the Kalman filter agrees with the joint normal density of all x', () => {
    // Two steps by hand: x = (x1, x2) is N(0, C P C' + r I), P the covariance of (z1, z2).
    const two = sequence.slice(0, 2);
    const [a, q, r, c] = [0.9, 0.5, 0.4, [1, -0.5]];
    const p = [
      [q, a * q],
      [a * q, a * a * q + q],
    ];
    const covariance = Array.from({ length: 4 }, (_, i) =>
      Array.from({ length: 4 }, (_, j) => p[i >> 1]![j >> 1]! * c[i % 2]! * c[j % 2]! + (i === j ? r : 0)),
    );
    const x = two.flat();
    // Gaussian elimination of [covariance | x] gives the determinant and the quadratic form.
    const rows = covariance.map((row, i) => [...row, x[i]!]);
    let logDet = 0;
    let quadratic = 0;
    for (let i = 0; i < 4; i++) {
      logDet += Math.log(rows[i]![i]!);
      quadratic += rows[i]![4]! ** 2 / rows[i]![i]!;
      for (let k = i + 1; k < 4; k++) {
        const f = rows[k]![i]! / rows[i]![i]!;
        for (let j = i; j < 5; j++) rows[k]![j]! -= f * rows[i]![j]!;
      }
    }
    expect(kalmanLogLikelihood(two)).toBeCloseTo(-0.5 * (4 * Math.log(2 * Math.PI) + logDet + quadratic), 10);
  });

  it('ELBO < importance-weighted bound < log p(x), the gap closing as samples are added', () => {
    const elbo = weighted(1, 1);
    const few = weighted(5, 2);
    const many = weighted(50, 3);
    expect(few.mean - elbo.mean).toBeGreaterThan(4 * Math.hypot(elbo.standardError, few.standardError));
    expect(many.mean - few.mean).toBeGreaterThan(4 * Math.hypot(few.standardError, many.standardError));
    expect(many.mean).toBeLessThan(truth + 4 * many.standardError);
    expect(truth - many.mean).toBeLessThan(0.1);
  });

  it('the stepwise ELBO with closed-form KL is the one-sample bound in expectation', () => {
    const values = Array.from({ length: 10 }, (_, i) =>
      tf.tidy(() => vrnn.elbo(repeated(), createRng(100 + i)).value.dataSync()[0]!),
    );
    const closed = meanAndStandardError(values);
    const sampled = weighted(1, 4);
    const error = Math.hypot(closed.standardError, sampled.standardError);
    expect(Math.abs(closed.mean - sampled.mean)).toBeLessThan(4 * error);
    expect(truth - closed.mean).toBeGreaterThan(4 * closed.standardError);
  });

  it.each(['systematic', 'multinomial'] as const)(
    'particles (%s): below log p(x), closing as they are added',
    (resampling) => {
      const few = particles(4, 5, 0.5, resampling);
      const many = particles(40, 6, 0.5, resampling);
      expect(many.mean - few.mean).toBeGreaterThan(4 * Math.hypot(few.standardError, many.standardError));
      expect(few.mean).toBeLessThan(truth);
      expect(many.mean).toBeLessThan(truth + 4 * many.standardError);
      expect(truth - many.mean).toBeLessThan(0.1);
    },
  );

  it('the exponential of the particle estimate is unbiased for p(x), resampling or not', () => {
    for (const threshold of [0, 0.5, 1]) {
      const values = tf.tidy(() =>
        vrnn.particleLogLikelihood(repeated(), { samples: 20, threshold, rng: createRng(7) }).dataSync(),
      );
      const { mean, standardError } = meanAndStandardError(Float64Array.from(values, (v) => Math.exp(v - truth)));
      expect(Math.abs(mean - 1), `threshold ${threshold}`).toBeLessThan(4 * standardError);
    }
  });

  it('particles take the state of their ancestors: resampled at each of 20 steps, the bound is near log p(x)', () => {
    const longer = sampleSequence(20, 3);
    const values = tf.tidy(() => {
      const x = tf.tile(tf.tensor3d([longer]), [100, 1, 1]);
      const lengths = tf.fill([100], 20, 'int32');
      return vrnn.particleLogLikelihood({ x, lengths }, { samples: 40, threshold: 1, rng: createRng(7) }).dataSync();
    });
    const { mean, standardError } = meanAndStandardError(values);
    // 0.09 below in 400 runs. If all took the state of one particle, 2.5 below.
    expect(mean).toBeGreaterThan(kalmanLogLikelihood(longer) - 0.2 - 4 * standardError);
    expect(standardError).toBeLessThan(0.1);
  });

  it('never resampling, the particle bound is the importance-weighted one', () => {
    const options = { samples: 3, rng: createRng(8) };
    const without = tf.tidy(() => vrnn.particleLogLikelihood(repeated(), { ...options, threshold: 0 }).dataSync());
    const plain = meanAndStandardError(without);
    const importance = weighted(3, 9);
    const error = Math.hypot(plain.standardError, importance.standardError);
    expect(Math.abs(plain.mean - importance.mean)).toBeLessThan(4 * error);
  });

  it('sequences shorter than the padding, with NaN beyond their end', () => {
    const short = tf.tidy(() => {
      const x = tf.tensor3d([sequence.slice(0, 5).concat([[Number.NaN, Number.NaN]])]);
      return vrnn
        .logLikelihood(
          { x: tf.tile(x, [REPEATS, 1, 1]), lengths: tf.fill([REPEATS], 5, 'int32') },
          { samples: 50, rng: createRng(3) },
        )
        .dataSync();
    });
    const { mean, standardError } = meanAndStandardError(short);
    const exact = kalmanLogLikelihood(sequence.slice(0, 5));
    expect(mean).toBeLessThan(exact + 4 * standardError);
    expect(exact - mean).toBeLessThan(0.1);
  });

  it('sequences of one step: the one-step posterior is exact, so every bound is log p(x)', () => {
    const one = tf.tidy(
      () =>
        vrnn
          .logLikelihood(
            { x: tf.tensor3d([[sequence[0]!]]), lengths: tf.tensor1d([1], 'int32') },
            { samples: 1, rng: createRng(0) },
          )
          .dataSync()[0]!,
    );
    expect(one).toBeCloseTo(kalmanLogLikelihood(sequence.slice(0, 1)), 4);
  });
});
