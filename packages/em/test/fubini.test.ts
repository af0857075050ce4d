import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// Stratos appendix B on finite spaces: the three orders of expectation agree, which eqs. (11) and (12) and the derivations of sections
// 2.3 and 2.5 use. Expectations of log-probabilities show why integrability under the joint is asked for.

const joint = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([m, n]) =>
    fc.tuple(
      fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: n, maxLength: n }), {
        minLength: m,
        maxLength: m,
      }),
      fc.array(fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: n, maxLength: n }), {
        minLength: m,
        maxLength: m,
      }),
    ),
  )
  .filter(([p]) => p.flat().reduce((a, b) => a + b, 0) > 0.01)
  .map(([p, f]) => {
    const total = p.flat().reduce((a, b) => a + b, 0);
    return { p: p.map((row) => row.map((value) => value / total)), f };
  });

/** E_A E_{B|A} f by rows: conditionals exist only where the row has mass. */
function iterated(p: number[][], f: number[][]): number {
  return p.reduce((sum, row, i) => {
    const mass = row.reduce((a, b) => a + b, 0);
    return mass === 0 ? sum : sum + mass * row.reduce((inner, value, j) => inner + (value / mass) * f[i]![j]!, 0);
  }, 0);
}
const transposed = (a: number[][]) => a[0]!.map((_, j) => a.map((row) => row[j]!));

describe('Fubini', () => {
  it('E_XY f = E_X E_Y|X f = E_Y E_X|Y f', () => {
    fc.assert(
      fc.property(joint, ({ p, f }) => {
        const direct = p.flat().reduce((sum, value, k) => sum + value * f.flat()[k]!, 0);
        expect(iterated(p, f)).toBeCloseTo(direct, 9);
        expect(iterated(transposed(p), transposed(f))).toBeCloseTo(direct, 9);
      }),
      { seed: 1 },
    );
  });

  it("section 2.5: E_Z E_X|Z E_Z'|X g(z', x) = E_ZX g(z, x), the step that removes sampling from the posterior", () => {
    fc.assert(
      fc.property(joint, ({ p, f }) => {
        const direct = p.flat().reduce((sum, value, k) => sum + value * f.flat()[k]!, 0);
        // p is over (z, x): the inner expectation depends on x alone.
        const posteriorMean = transposed(p).map((column, x) => {
          const mass = column.reduce((a, b) => a + b, 0);
          return mass === 0 ? 0 : column.reduce((sum, value, z) => sum + (value / mass) * f[z]![x]!, 0);
        });
        const outer = iterated(
          p,
          p.map((row) => row.map((_, x) => posteriorMean[x]!)),
        );
        expect(outer).toBeCloseTo(direct, 9);
      }),
      { seed: 2 },
    );
  });

  it('without integrability the orders differ: the alternating table', () => {
    // f = 1 on the diagonal and -1 just right of it, over all i, j >= 0: sum |f| is infinite. A row's sum over a window that holds
    // its two entries is its whole sum, and so is a column's.
    const f = (i: number, j: number) => (i === j ? 1 : j === i + 1 ? -1 : 0);
    const upTo = (n: number, term: (k: number) => number) =>
      Array.from({ length: n }, (_, k) => term(k)).reduce((a, b) => a + b, 0);
    for (const n of [5, 50]) {
      expect(upTo(n, (i) => upTo(n + 1, (j) => f(i, j)))).toBe(0);
      expect(upTo(n, (j) => upTo(n + 1, (i) => f(i, j)))).toBe(1);
      // It is the sum of |f| that has no bound.
      expect(upTo(n, (i) => upTo(n + 1, (j) => Math.abs(f(i, j))))).toBe(2 * n);
    }
  });
});
