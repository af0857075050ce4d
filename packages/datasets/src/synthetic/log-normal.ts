import { solveTriangular } from '@latents/math';

const LOG_2PI = Math.log(2 * Math.PI);

/**
 * Returns log N(residual; 0, L L') in nats for a lower triangular L, `[n, n]`. `residual`, `[n]`, is overwritten by L^-1 residual.
 */
export function logNormal(lower: Float64Array, residual: Float64Array): number {
  const n = residual.length;
  const whitened = solveTriangular(lower, residual, n, 1, false);
  let sum = n * LOG_2PI;
  for (let i = 0; i < n; i++) sum += whitened[i]! ** 2 + 2 * Math.log(lower[i * n + i]!);
  return -0.5 * sum;
}
