import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRng } from '@latents/math';
import type { ChainLayout, Heap } from '@latents/math/kernels';
import { beforeEach, describe, expect, it, vi } from 'vitest';

// Each test loads the module anew: the kernels of an instance are bound once.
let { packedSize, packLower, withHeap } = await import('@latents/math/kernels');
beforeEach(async () => {
  vi.resetModules();
  ({ packedSize, packLower, withHeap } = await import('@latents/math/kernels'));
});

const close = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThan(1e-12 * (1 + Math.abs(b)));
const sum = (n: number, f: (i: number) => number) =>
  Array.from({ length: n }, (_, i) => f(i)).reduce((a, b) => a + b, 0);

it('the committed module was made from the sources in assembly/', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));
  const digest = createHash('sha256');
  const names = readdirSync(new URL('../../assembly', import.meta.url)).filter((file) => file.endsWith('.ts'));
  for (const name of names.sort()) digest.update(read(`assembly/${name}`));
  expect(read('src/kernels/binary.ts').toString()).toContain(digest.digest('hex'));
});

it('heaps of nested calls are distinct, and one heap serves calls in turn', () => {
  withHeap(4, ({ numbers }) => {
    numbers[0] = 1;
    withHeap(4, (inner) => {
      inner.numbers[0] = 2;
    });
    expect(numbers[0]).toBe(1);
  });
  expect(withHeap(100_000, ({ numbers }) => numbers.length)).toBeGreaterThanOrEqual(100_000);
});

describe.each([
  ['WebAssembly', true],
  ['TypeScript', false],
])('kernels in %s, against their formulas', (name, simd) => {
  /** Runs with a heap of normal numbers, those of `copy` as they were. */
  const run = (use: (heap: Heap, copy: Float64Array) => void) =>
    withHeap(
      6000,
      (heap) => {
        createRng(3).fillNormal(heap.numbers);
        use(heap, heap.numbers.slice());
      },
      simd,
    );

  it('run in the language of this table', () => {
    // WebAssembly's memory comes in pages of 8192 numbers; an array of TypeScript has the length asked for.
    run(({ numbers }) => expect(numbers.length % 8192 === 0).toBe(name === 'WebAssembly'));
  });

  it.each([1, 2, 3, 4, 5, 8, 9])('distances and moments of rows, d = %d', (d) => {
    run(({ numbers, kernels }, copy) => {
      const rows = 12;
      const at = (row: number, j: number) => copy[(row >> 2) * 4 * d + 4 * j + (row & 3)]!;
      const [matrix, shift, w, out, scaled, sums, squares] = [500, 600, 700, 1000, 1100, 1300, 1400];
      const lower = (i: number, j: number) => (j <= i ? copy[matrix + i * d + j]! : 0);
      packLower(copy, matrix, d, numbers, w);
      numbers.fill(0, shift + d, shift + d + 3);
      expect(packedSize(d)).toBeLessThan(300);
      const densities = { block: 0, rows, dimensions: d, shift, constant: 2, out };
      kernels.mixtures.fullDensities({ ...densities, whitening: w });
      for (let row = 0; row < rows; row++) {
        const y = (i: number) => sum(d, (j) => lower(i, j) * at(row, j)) - copy[shift + i]!;
        close(numbers[out + row]!, 2 - 0.5 * sum(d, (i) => y(i) ** 2));
      }
      kernels.mixtures.diagonalDensities({ ...densities, whitening: matrix });
      for (let row = 0; row < rows; row++)
        close(numbers[out + row]!, 2 - 0.5 * sum(d, (j) => (copy[matrix + j]! * at(row, j) - copy[shift + j]!) ** 2));

      const r = (row: number) => copy[2000 + row]!;
      const moments = { block: 0, rows, dimensions: d, weights: 2000, scaled, sums, squares };
      close(kernels.mixtures.fullMoments(moments), sum(rows, r));
      for (let i = 0; i < d; i++) {
        close(numbers[sums + i]!, copy[sums + i]! + sum(rows, (row) => r(row) * at(row, i)));
        for (let j = 0; j <= i; j++)
          close(
            numbers[squares + i * d + j]!,
            copy[squares + i * d + j]! + sum(rows, (row) => r(row) * at(row, i) * at(row, j)),
          );
      }
      numbers.set(copy);
      close(kernels.mixtures.diagonalMoments(moments), sum(rows, r));
      for (let i = 0; i < d; i++) {
        close(numbers[sums + i]!, copy[sums + i]! + sum(rows, (row) => r(row) * at(row, i)));
        close(numbers[squares + i]!, copy[squares + i]! + sum(rows, (row) => r(row) * at(row, i) ** 2));
      }
      expect(numbers[squares + d + 1]).toBe(copy[squares + d + 1]);
    });
  });

  it('responsibilities: overflow, underflow, a weight of 0, a component of density 0', () => {
    run(({ numbers, kernels }) => {
      const joint = [
        [1000, 1001, -Infinity],
        [-2000, -1000, -1000],
        [3, 4, 5],
        [0, -300, -Infinity],
      ];
      const weights = [1, 2, 0, 1];
      for (let row = 0; row < 4; row++) for (let c = 0; c < 3; c++) numbers[c * 8 + row] = joint[row]![c]!;
      numbers.set(weights, 100);
      kernels.mixtures.respond({
        joint: 0,
        stride: 8,
        rows: 4,
        components: 3,
        weights: 100,
        tops: 200,
        sums: 300,
        tilts: 400,
      });
      for (let row = 0; row < 4; row++) {
        const top = Math.max(...joint[row]!);
        const e = joint[row]!.map((value) => Math.exp(value - top));
        const total = sum(3, (c) => e[c]!);
        for (let c = 0; c < 3; c++) close(numbers[c * 8 + row]!, (weights[row]! * e[c]!) / total);
        expect(numbers[200 + row]).toBe(top);
        close(numbers[300 + row]!, total);
        close(
          numbers[400 + row]!,
          sum(3, (c) => (e[c]! > 0 ? e[c]! * (joint[row]![c]! - top) : 0)),
        );
      }
    });
  });

  it('the logistic loss: overflow, underflow, tiny losses, a weight of 0', () => {
    run(({ numbers, kernels }) => {
      const margins = [
        0,
        1e-9,
        -1e-9,
        0.3,
        -0.3,
        5,
        -5,
        36,
        -36,
        200,
        -200,
        700,
        -700,
        800,
        -800,
        1e300,
        -1e300,
        3,
        -Infinity,
      ];
      for (const sign of [1, -1]) {
        const weights = margins.map((_, i) => (i >= margins.length - 2 ? 0 : 1 + i / 10));
        numbers.set([...margins.map((margin) => sign * margin), 0], 0);
        numbers.set([...weights.map((w) => sign * w), 0], 100);
        const value = kernels.logistic.loss({ scores: 0, signedWeights: 100, rows: 20 });
        // By log(1 + e^-m) = m below 0 - log(sigmoid): Math.log1p is the authority.
        const loss = (m: number) => Math.max(-m, 0) + Math.log1p(Math.exp(-Math.abs(m)));
        close(
          value,
          sum(17, (i) => weights[i]! * loss(margins[i]!)),
        );
        margins.slice(0, 17).forEach((m, i) => {
          const slope = -sign * weights[i]! * (m < 0 ? 1 / (1 + Math.exp(m)) : Math.exp(-m) / (1 + Math.exp(-m)));
          expect(Math.abs(numbers[i]! - slope)).toBeLessThanOrEqual(4e-16 * Math.abs(slope) + 1e-307);
        });
        expect(numbers[17]).toBeCloseTo(0, 300);
        expect(Math.abs(numbers[18]!)).toBe(0);
      }
      // One at a time, where a sum would hide a tiny one.
      for (const m of [1e-12, 0.01, 0.5, 1, 2, 10, 30, 40, 100, 600]) {
        numbers.set([m, 0], 0);
        numbers.set([1, 0], 100);
        const value = kernels.logistic.loss({ scores: 0, signedWeights: 100, rows: 2 });
        const exact = Math.log1p(Math.exp(-m));
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(5e-16 * exact);
      }
    });
  });

  it.each([
    [1, 1, 1],
    [4, 4, 3],
    [5, 7, 2],
    [3, 6, 9],
    [9, 13, 5],
  ])('products, %d x %d by %d', (m, n, k) => {
    run(({ numbers, kernels }, copy) => {
      const [b, c, v] = [300, 600, 900];
      for (const [down, across] of [
        [k, 1],
        [1, m],
      ] as const) {
        numbers.set(copy);
        kernels.products.matMul({ left: 0, down, across, right: b, out: c, rows: m, columns: n, depth: k });
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++)
            close(
              numbers[c + i * n + j]!,
              copy[c + i * n + j]! + sum(k, (p) => copy[i * down + p * across]! * copy[b + p * n + j]!),
            );
        expect(numbers[c + m * n]).toBe(copy[c + m * n]);
      }
      numbers.set(copy);
      kernels.products.matVec({ matrix: 0, vector: v, out: c, rows: m, columns: n, weight: 0.3 });
      for (let i = 0; i < m; i++)
        close(numbers[c + i]!, copy[c + i]! + 0.3 * sum(n, (j) => copy[i * n + j]! * copy[v + j]!));
      numbers.set(copy);
      kernels.products.matVecTransposed({ matrix: 0, vector: v, out: c, rows: m, columns: n, weight: 0.3 });
      for (let j = 0; j < n; j++)
        close(numbers[c + j]!, copy[c + j]! + 0.3 * sum(m, (i) => copy[i * n + j]! * copy[v + i]!));
      numbers.set(copy);
      kernels.products.addOuter({ left: b, right: v, out: c, rows: m, columns: n, weight: 0.3 });
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++)
          close(numbers[c + i * n + j]!, copy[c + i * n + j]! + 0.3 * copy[b + i]! * copy[v + j]!);
    });
  });

  it.each([4, 20])('forward and backward, %d states: the products of matrices they stand for', (s) => {
    run(({ numbers, kernels }) => {
      const steps = 7;
      const layout: ChainLayout = {
        states: s,
        start: 0,
        transitions: 50,
        transposed: 500,
        likelihood: 1000,
        alpha: 1200,
        gamma: 1400,
        sums: 1600,
        inverse: 1650,
        beta: 1700,
        scratch: 1800,
        pairs: 2000,
        chunk: 3,
      };
      const { start, transitions: rows, transposed: columns, likelihood, gamma, sums, beta, pairs } = layout;
      for (let i = 0; i < 1200; i++) numbers[i] = Math.abs(numbers[i]!);
      for (let i = 0; i < s; i++) for (let j = 0; j < s; j++) numbers[columns + j * s + i] = numbers[rows + i * s + j]!;
      const x = numbers.slice();
      numbers.fill(1, beta, beta + s);
      numbers.fill(0, pairs, pairs + s * s);
      expect(kernels.chains.forward(layout, steps, 0)).toBe(steps);
      kernels.chains.backward(layout, steps);
      // Unscaled, step by step.
      const states = Array.from({ length: s }, (_, j) => j);
      const f: number[][] = [states.map((j) => x[start + j]! * x[likelihood + j]!)];
      for (let t = 1; t < steps; t++)
        f.push(states.map((j) => x[likelihood + t * s + j]! * sum(s, (i) => f[t - 1]![i]! * x[rows + i * s + j]!)));
      const b: number[][] = [states.map(() => 1)];
      for (let t = steps - 1; t > 0; t--)
        b.unshift(states.map((i) => sum(s, (j) => x[rows + i * s + j]! * x[likelihood + t * s + j]! * b[0]![j]!)));
      const z = sum(s, (j) => f[steps - 1]![j]!);
      close(
        sum(steps, (t) => Math.log(numbers[sums + t]!)),
        Math.log(z),
      );
      for (let t = 0; t < steps; t++)
        for (const j of states) close(numbers[gamma + t * s + j]!, (f[t]![j]! * b[t]![j]!) / z);
      for (const i of states)
        for (const j of states)
          close(
            numbers[pairs + i * s + j]!,
            sum(steps - 1, (t) => (f[t]![i]! * x[likelihood + (t + 1) * s + j]! * b[t + 1]![j]!) / z),
          );
      // A step that cannot be taken is where it ends.
      numbers.fill(0, likelihood + 2 * s, likelihood + 3 * s);
      expect(kernels.chains.forward(layout, steps, 0)).toBe(2);
    });
  });
});
