import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Float64Kernels, float64Kernels } from '../../src/float64/index.js';
import { noise } from '../support/noise.js';

afterEach(() => vi.restoreAllMocks());

/** With the module, and as on an engine without SIMD. */
const MAKERS: [string, () => Promise<Float64Kernels>][] = [
  ['the module', float64Kernels],
  [
    'plain TypeScript',
    () => {
      vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
      return float64Kernels();
    },
  ],
];

const doubles = (size: number, seed: number) => Float64Array.from(noise(size, seed), (x, i) => x + 1e-9 * Math.cos(i));

/** The largest difference from each entry's own dot product, over the size of what was added. */
function worst(c: Float64Array, a: Float64Array, b: Float64Array, m: number, k: number, n: number): number {
  let most = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let [sum, size] = [0, 0];
      for (let p = k - 1; p >= 0; p--) {
        const term = a[i * k + p]! * b[p * n + j]!;
        sum += term;
        size += Math.abs(term);
      }
      most = Math.max(most, Math.abs(c[i * n + j]! - sum) / Math.max(size, 1e-300));
    }
  }
  return most;
}

describe.each(MAKERS)('%s', (name, make) => {
  it('says what computes', async () => {
    const { simd } = await make();
    expect(simd === undefined).toBe(name === 'plain TypeScript');
  });

  it.each([
    [1, 1, 1],
    [4, 4, 4],
    [5, 7, 6],
    [3, 1, 9],
    [17, 33, 2],
    [1, 50, 1],
    [130, 70, 90],
  ])('matMul %i x %i x %i to the last bits of float64', async (m, k, n) => {
    const [a, b] = [doubles(m * k, 1), doubles(k * n, 2)];
    const { matMul } = await make();
    expect(worst(matMul(a, b, m, k, n), a, b, m, k, n)).toBeLessThan(1e-14);
  });

  it('matMul over nothing is zero', async () => {
    const { matMul } = await make();
    expect([...matMul(new Float64Array(0), new Float64Array(0), 2, 0, 1)]).toEqual([0, 0]);
  });

  it('logSumExp: a shift by the maximum, in closed form', async () => {
    const { logSumExp } = await make();
    const x = Float64Array.of(0, Math.log(2), Math.log(5), 1000, 1000, 1000, -2000, -2000, -Infinity);
    const [first, second, third] = logSumExp(x, 3, 3);
    expect(first).toBeCloseTo(Math.log(8), 14);
    expect(second).toBeCloseTo(1000 + Math.log(3), 12);
    expect(third).toBeCloseTo(-2000 + Math.LN2, 12);
  });

  it('logSumExp over the whole range of exponents', async () => {
    const { logSumExp } = await make();
    for (const gap of [1e-12, 0.3, 1, 10, 30, 36, 200, 707.9, 745, 1e6]) {
      const [value] = logSumExp(Float64Array.of(0, -gap), 1, 2);
      expect(Math.abs(value! - Math.log1p(Math.exp(-gap)))).toBeLessThan(4e-16);
    }
  });

  it('rows of infinities, and NaN', async () => {
    const { logSumExp } = await make();
    const x = Float64Array.of(-Infinity, -Infinity, Infinity, 0, Number.NaN, 0);
    expect([...logSumExp(x, 3, 2)]).toEqual([-Infinity, Infinity, Number.NaN]);
  });

  it('lengths that do not fit', async () => {
    const { matMul, logSumExp } = await make();
    expect(() => matMul(new Float64Array(3), new Float64Array(2), 2, 2, 1)).toThrow(
      'expected a of 2 x 2 numbers, got 3',
    );
    expect(() => matMul(new Float64Array(4), new Float64Array(3), 2, 2, 1)).toThrow(
      'expected b of 2 x 1 numbers, got 3',
    );
    expect(() => logSumExp(new Float64Array(3), 1.5, 2)).toThrow('expected x of 1.5 x 2 numbers, got 3');
  });
});
