import { createRng } from '@latents/math';
import { DEVICE, useDevice } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { drawAncestors as draw, type ResamplingOptions } from '../src/resampling.js';

/** Rows of ancestors, and which sequences were resampled. */
function drawAncestors(logWeights: Float32Array, samples: number, batch: number, options: ResamplingOptions) {
  return tf.tidy(() => {
    const drawn = draw(tf.tensor2d(logWeights, [samples, batch]), options);
    const parents =
      drawn?.parents.dataSync() ?? Int32Array.from({ length: samples * batch }, (_, i) => Math.floor(i / batch));
    return {
      ancestors: Int32Array.from(parents, (parent, i) => parent * batch + (i % batch)),
      resampled: drawn?.resampled.dataSync() ?? new Float32Array(batch),
    };
  });
}

describe('drawAncestors', () => {
  const weights = [0.5, 0.25, 0.15, 0.1];
  const logWeights = Float32Array.from(weights, Math.log);

  it.each(['multinomial', 'systematic'] as const)(
    '%s: ancestors in proportion to the weights, within 4 standard errors',
    (resampling) => {
      const counts = [0, 0, 0, 0];
      const rng = createRng(1);
      const rounds = 4000;
      const all = Float32Array.from({ length: 4 * rounds }, (_, i) => logWeights[Math.floor(i / rounds)]!);
      const { ancestors } = drawAncestors(all, 4, rounds, { rng, resampling, threshold: 1 });
      for (const row of ancestors) counts[Math.floor(row / rounds)]!++;
      for (const [k, w] of weights.entries()) {
        // Four draws a round; systematic ones vary less than independent ones.
        const error = Math.sqrt((4 * w * (1 - w)) / rounds);
        expect(Math.abs(counts[k]! / rounds - 4 * w)).toBeLessThan(4 * error);
      }
    },
  );

  it('systematic: never more than one off the expected number', () => {
    const rng = createRng(2);
    for (let i = 0; i < 200; i++) {
      const counts = [0, 0, 0, 0];
      for (const a of drawAncestors(logWeights, 4, 1, { rng, resampling: 'systematic', threshold: 1 }).ancestors)
        counts[a]!++;
      for (const [k, w] of weights.entries()) expect(Math.abs(counts[k]! - 4 * w)).toBeLessThan(1);
    }
  });

  it('effective sample size: 1 / sum w^2 = 2.89 of 4 is resampled below a threshold of 0.73, not of 0.72', () => {
    const ess = 1 / weights.reduce((sum, w) => sum + w * w, 0);
    expect(ess / 4).toBeGreaterThan(0.72);
    expect(ess / 4).toBeLessThan(0.73);
    const at = (threshold: number) =>
      drawAncestors(logWeights, 4, 1, { rng: createRng(0), resampling: 'systematic', threshold }).resampled[0];
    expect([at(0.72), at(0.73)]).toEqual([0, 1]);
  });

  it('sequences are kept apart, and one whose weights are even keeps its particles', () => {
    // Two sequences: the first has one particle with all the mass, the second even weights.
    const { ancestors, resampled } = drawAncestors(Float32Array.of(0, 0, -50, 0, -50, 0), 3, 2, {
      rng: createRng(0),
      resampling: 'multinomial',
      threshold: 0.5,
    });
    expect([...resampled]).toEqual([1, 0]);
    expect([...ancestors]).toEqual([0, 1, 0, 3, 0, 5]);
  });

  it('underflow: weights far below the smallest double', () => {
    const { ancestors } = drawAncestors(Float32Array.of(-2000, -1000), 2, 1, {
      rng: createRng(0),
      resampling: 'systematic',
      threshold: 1,
    });
    expect([...ancestors]).toEqual([1, 1]);
  });

  it.each(['multinomial', 'systematic'] as const)(
    '%s: a device gives the same ancestors, unread',
    async (resampling) => {
      const logs = createRng(3).fillNormal(new Float32Array(40));
      const options = () => ({ rng: createRng(4), resampling, threshold: 0.9 });
      const expected = drawAncestors(logs, 8, 5, options());
      await useDevice();
      expect(tf.getBackend()).toBe(DEVICE);
      const drawn = draw(tf.tensor2d(logs, [8, 5]), options())!;
      const parents = await drawn.parents.data();
      const resampled = await drawn.resampled.data();
      await tf.setBackend('cpu');
      expect([...resampled]).toEqual([...expected.resampled]);
      expect(Array.from(parents, (parent, i) => parent * 5 + (i % 5))).toEqual([...expected.ancestors]);
    },
  );
});
