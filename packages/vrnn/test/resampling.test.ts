import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { drawAncestors } from '../src/resampling.js';

describe('drawAncestors', () => {
  const weights = [0.5, 0.25, 0.15, 0.1];
  const logWeights = Float32Array.from(weights, Math.log);

  it.each(['multinomial', 'systematic'] as const)(
    '%s: ancestors in proportion to the weights, within 4 standard errors',
    (resampling) => {
      const counts = [0, 0, 0, 0];
      const rng = createRng(1);
      const rounds = 4000;
      for (let i = 0; i < rounds; i++) {
        for (const a of drawAncestors(logWeights, 4, 1, { rng, resampling, threshold: 1 }).ancestors) counts[a]!++;
      }
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
});
