/** Returns log(1 - e^x) for x <= 0. */
export function log1mexp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

/** Returns log(e^a + e^b). */
export function logaddexp(a: number, b: number): number {
  const high = Math.max(a, b);
  if (!Number.isFinite(high)) return a + b === -Infinity ? -Infinity : Math.max(a, b);
  return high + Math.log1p(Math.exp(Math.min(a, b) - high));
}

/**
 * Returns `log sum e^value` over `length` entries from `start` on, `stride` apart: -Infinity for no entries or for entries of -Infinity
 * only.
 *
 * @example
 * ```ts
 * import { logSumExp } from '@latents/math/special';
 *
 * logSumExp([1000, 1000]) - 1000; // => 0.6931471805599614
 * ```
 */
export function logSumExp(
  values: ArrayLike<number>,
  start = 0,
  length: number = values.length - start,
  stride = 1,
): number {
  const end = start + length * stride;
  let top = -Infinity;
  for (let i = start; i < end; i += stride) top = Math.max(top, values[i]!);
  if (Math.abs(top) === Infinity) return top;
  let sum = 0;
  for (let i = start; i < end; i += stride) sum += Math.exp(values[i]! - top);
  return top + Math.log(sum);
}
