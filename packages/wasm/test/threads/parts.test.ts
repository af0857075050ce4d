import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranges, regions } from '../../src/threads/parts.js';

const size = fc.integer({ min: 1, max: 5000 });

describe('parts', () => {
  it('ranges follow one another from none to all, in whole units but the last', () => {
    fc.assert(
      fc.property(
        size,
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0, max: 40, noNaN: true }),
        (n, unit, parts) => {
          const cut = ranges(n, unit, parts);
          expect(cut.length).toBeLessThanOrEqual(Math.max(1, parts));
          expect([cut[0]![0], cut.at(-1)![1]]).toEqual([0, n]);
          cut.forEach(([from, end], i) => {
            expect(end).toBeGreaterThan(from);
            expect(from % unit).toBe(0);
            if (i > 0) expect(from).toBe(cut[i - 1]![1]);
          });
        },
      ),
      { seed: 1 },
    );
  });

  it('the regions of a product cover each of its numbers once and end where tiles do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 90 }),
        fc.integer({ min: 2, max: 90 }),
        size,
        fc.integer({ min: 1, max: 64 }),
        (m, n, k, threads) => {
          const count = new Uint8Array(m * n);
          for (const [i0, i1, j0, j1] of regions(m, n, 1000 * k, threads)) {
            expect([i0 % 6, j0 % 8]).toEqual([0, 0]);
            for (let i = i0; i < i1; i++) for (let j = j0; j < j1; j++) count[i * n + j]!++;
          }
          expect(count.every((times) => times === 1)).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });

  it('what is too small stays whole, and a large product has more parts than threads', () => {
    expect(regions(64, 64, 64, 4)).toEqual([[0, 64, 0, 64]]);
    expect(regions(128, 400, 784, 2)).toEqual([
      [0, 128, 0, 200],
      [0, 128, 200, 400],
    ]);
    expect(regions(1024, 1024, 1024, 2)).toHaveLength(7);
  });
});
