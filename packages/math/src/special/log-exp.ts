/** log(1 - e^x) for x <= 0, in float64. */
export function log1mexp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

/** log(e^a + e^b), in float64. */
export function logaddexp(a: number, b: number): number {
  const high = Math.max(a, b);
  if (!Number.isFinite(high)) return a + b === -Infinity ? -Infinity : Math.max(a, b);
  return high + Math.log1p(Math.exp(Math.min(a, b) - high));
}
