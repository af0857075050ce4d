import type * as Kernels from '@latents/math/kernels';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

/** Loads the module anew, as in an engine with SIMD or as in one that refuses it. */
async function load(simd: boolean): Promise<typeof Kernels> {
  vi.resetModules();
  if (!simd) vi.stubGlobal('WebAssembly', undefined);
  return import('@latents/math/kernels');
}

/** Returns deterministic numbers in [-1, 1) without structure. */
function noise(size: number, seed: number): Float64Array {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return Float64Array.from({ length: size }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 23 - 1 + 1e-9 * Math.cos(i);
  });
}

/** Returns the largest difference from each entry's own dot product, relative to the sum of the terms' sizes. */
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

describe.each([
  ['WebAssembly', true],
  ['TypeScript', false],
] as const)('products and log-sum-exp in %s', (_, simd) => {
  const make = () => load(simd);
  it('run in the language of this table', async () => {
    const { withHeap } = await make();
    expect(withHeap(5, ({ numbers }) => numbers.length) === 5).toBe(!simd);
  });

  it.each([
    [1, 1, 1],
    [4, 4, 4],
    [5, 7, 6],
    [3, 1, 9],
    [17, 33, 2],
    [1, 50, 1],
    [130, 70, 90],
    [3, 300, 2],
  ])('matMul %i x %i x %i to the last bits of float64', async (m, k, n) => {
    const [a, b] = [noise(m * k, 1), noise(k * n, 2)];
    const { matMul } = await make();
    expect(worst(matMul(a, b, m, k, n), a, b, m, k, n)).toBeLessThan(1e-14);
  });

  it('matMul with an inner size of 0 gives zeros', async () => {
    const { matMul } = await make();
    expect([...matMul(new Float64Array(0), new Float64Array(0), 2, 0, 1)]).toEqual([0, 0]);
  });

  it('logSumExpRows: a shift by the maximum, in closed form', async () => {
    const { logSumExpRows } = await make();
    const x = Float64Array.of(0, Math.log(2), Math.log(5), 1000, 1000, 1000, -2000, -2000, -Infinity);
    const [first, second, third] = logSumExpRows(x, 3, 3);
    expect(first).toBeCloseTo(Math.log(8), 14);
    expect(second).toBeCloseTo(1000 + Math.log(3), 12);
    expect(third).toBeCloseTo(-2000 + Math.LN2, 12);
  });

  it('logSumExpRows over the whole range of exponents', async () => {
    const { logSumExpRows } = await make();
    for (const gap of [1e-12, 0.3, 1, 10, 30, 36, 200, 707.9, 745, 1e6]) {
      const [value] = logSumExpRows(Float64Array.of(0, -gap), 1, 2);
      expect(Math.abs(value! - Math.log1p(Math.exp(-gap)))).toBeLessThan(4e-16);
    }
  });

  it('logSumExpRows of rows with infinities and NaN gives -Infinity, Infinity and NaN', async () => {
    const { logSumExpRows } = await make();
    const x = Float64Array.of(-Infinity, -Infinity, Infinity, 0, Number.NaN, 0);
    expect([...logSumExpRows(x, 3, 2)]).toEqual([-Infinity, Infinity, Number.NaN]);
  });

  it('refuses lengths that do not fit their sizes', async () => {
    const { matMul, logSumExpRows } = await make();
    expect(() => matMul(new Float64Array(3), new Float64Array(2), 2, 2, 1)).toThrow(
      'expected a of 2 x 2 numbers, got 3',
    );
    expect(() => matMul(new Float64Array(4), new Float64Array(3), 2, 2, 1)).toThrow(
      'expected b of 2 x 1 numbers, got 3',
    );
    expect(() => logSumExpRows(new Float64Array(3), 1.5, 2)).toThrow('expected x of 1.5 x 2 numbers, got 3');
  });
});
