import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { kMeansPlusPlus } from '../../src/gmm/k-means-plus-plus.js';

describe('kMeansPlusPlus', () => {
  it('never draws a copy of a row that it drew, because its distance is 0', () => {
    // Two places that differ in their second coordinate alone, in turn.
    const x = Array.from({ length: 12 }, (_, row) => [1, row % 2 === 0 ? 3 : 7]).flat();
    for (let seed = 0; seed < 20; seed++) {
      const [first, second] = kMeansPlusPlus(x, 2, 2, createRng(seed));
      expect(first! % 2).not.toBe(second! % 2);
    }
  });

  it('draws by the weight times the squared distance to the nearest row: 3 * 1^2 and 1 * 3^2 of 12', () => {
    // Row 0 is first, because the others have no weight there: rows at 1 and -3 with weights 3 and 1 follow.
    const draws = 4000;
    let far = 0;
    for (let seed = 0; seed < draws; seed++) {
      const [first, second] = kMeansPlusPlus([0, 1, -3], 1, 2, createRng(seed), [1e9, 3, 1]);
      if (first === 0 && second === 2) far++;
    }
    // The standard error of the frequency is sqrt(0.75 * 0.25 / 4000) = 0.0068.
    expect(Math.abs(far / draws - 0.75)).toBeLessThan(4 * 0.0068);
  });
});
