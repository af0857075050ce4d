import { ContextFreeGrammar } from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrix } from '../fixture.js';

const branching = (p: number) =>
  new ContextFreeGrammar({
    root: [1],
    rules: ndArray([1, 1, 1], Float64Array.of(p)),
    words: matrix([[1 - p]]),
    shared: true,
  });

describe('S -> S S with p, S -> a with 1 - p: mass min(1, (1-p)/p) (E55)', () => {
  it.each([0, 0.1, 0.3, 0.49, 0.51, 0.6, 0.8, 0.99, 1])('p = %d', (p) => {
    expect(branching(p).totalMass()).toBeCloseTo(Math.min(1, (1 - p) / p), 12);
  });
  it.each([0.4999, 0.5, 0.500001, 0.5001])('near criticality: p = %d', (p) => {
    expect(Math.abs(branching(p).totalMass() - Math.min(1, (1 - p) / p))).toBeLessThan(1e-7);
  });
});

it('the masses of all lengths add up to it: Catalan(n-1) p^(n-1) (1-p)^n', () => {
  const g = branching(0.6);
  let sum = 0;
  for (let n = 1; n <= 60; n++) sum += Math.exp(g.logProb(new Array<number>(n).fill(0)));
  expect(sum).toBeLessThan(g.totalMass());
  expect(sum).toBeGreaterThan(g.totalMass() - 0.01);
});

it('a symbol that cannot end has no mass, and takes from those that use it', () => {
  // S -> S S .2 | X X .3 | a .5, X -> X X
  const g = new ContextFreeGrammar({
    root: [1, 0],
    rules: ndArray([2, 2, 2], Float64Array.of(0.2, 0, 0, 0.3, 0, 0, 0, 1)),
    words: matrix([[0.5], [0]]),
    shared: true,
  });
  expect(g.totalMass()).toBeCloseTo((1 - Math.sqrt(1 - 4 * 0.2 * 0.5)) / 0.4, 12);
});

it('is the limit of the fixed-point iteration, on random grammars', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const rng = createRng(seed);
      const rows = (n: number, width: number) =>
        Array.from({ length: n }, () => {
          const row = Array.from({ length: width }, () => (rng.uniform() < 0.3 ? 0 : rng.exponential()));
          row[0]! += 0.01;
          const total = row.reduce((a, b) => a + b);
          return row.map((value) => value / total);
        });
      const rules = rows(3, 25);
      const g = new ContextFreeGrammar({
        root: rows(1, 3)[0]!,
        rules: ndArray([3, 5, 5], Float64Array.from(rules.flat())),
        words: matrix(rows(2, 2)),
      });
      let m = [0, 0, 0, 1, 1];
      // Near criticality the gap closes like 1 / i only.
      for (let i = 0, change = 1; i < 100_000 && change > 1e-13; i++) {
        const next = rules.map((row) => row.reduce((sum, p, k) => sum + p * m[Math.floor(k / 5)]! * m[k % 5]!, 0));
        change = Math.max(...next.map((v, a) => Math.abs(v - m[a]!)));
        m = [...next, 1, 1];
      }
      const mass = g.tables.root.reduce((sum, p, a) => sum + p * m[a]!, 0);
      expect(g.totalMass()).toBeGreaterThan(mass - 1e-9);
      expect(g.totalMass()).toBeLessThan(mass + 1e-3);
    }),
    { numRuns: 60, seed: 281441523 },
  );
});
