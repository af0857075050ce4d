import type { ProductKernels } from './product-kernels.js';

/** Returns the dense products. */
export function plainProducts(x: Float64Array): ProductKernels {
  const add = (to: number, factor: number, v: number, n: number) => {
    if (factor === 0) return;
    for (let j = 0; j < n; j++) x[to + j]! += factor * x[v + j]!;
  };
  return {
    matMul({ left: a, down, across, right: b, out: c, rows: m, columns: n, depth: k }) {
      for (let i = 0; i < m; i++) {
        for (let p = 0; p < k; p++) {
          const value = x[a + i * down + p * across]!;
          for (let j = 0, q = b + p * n, r = c + i * n; j < n; j++, q++, r++) x[r]! += value * x[q]!;
        }
      }
    },
    matVec({ matrix: a, vector: v, out, rows: m, columns: n, weight }) {
      for (let i = 0, p = a; i < m; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++, p++) sum += x[p]! * x[v + j]!;
        x[out + i]! += weight * sum;
      }
    },
    matVecTransposed({ matrix: a, vector: v, out, rows: m, columns: n, weight }) {
      for (let i = 0; i < m; i++) add(out, x[v + i]! * weight, a + i * n, n);
    },
    addOuter({ left: u, right: v, out: c, rows: m, columns: n, weight }) {
      for (let i = 0; i < m; i++) add(c + i * n, x[u + i]! * weight, v, n);
    },
  };
}
