/** The product in TypeScript: along rows of b, so that the inner loop reads and writes in order. */
export function plainMatMul(a: Float64Array, b: Float64Array, m: number, k: number, n: number): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const x = a[i * k + p]!;
      for (let j = 0; j < n; j++) out[i * n + j]! += x * b[p * n + j]!;
    }
  }
  return out;
}

/** Log-sum-exp in TypeScript. */
export function plainLogSumExp(x: Float64Array, rows: number, width: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, r) => {
    let top = -Infinity;
    for (let i = 0; i < width; i++) top = Math.max(top, x[r * width + i]!);
    if (Math.abs(top) === Infinity) return top;
    let sum = 0;
    for (let i = 0; i < width; i++) sum += Math.exp(x[r * width + i]! - top);
    return top + Math.log(sum);
  });
}
