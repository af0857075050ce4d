/**
 * The expectation of f(k, log-mass) under a distribution on 0, 1, 2, ..., in float64: summed outwards from the mean until the masses
 * vanish. Values of masses that underflow count for nothing.
 */
export function countMean(
  logMass: (k: number) => number,
  { mean, variance }: { readonly mean: number; readonly variance: number },
  f: (k: number, log: number) => number,
): number {
  let sum = 0;
  const add = (k: number): boolean => {
    const log = logMass(k);
    const mass = Math.exp(log);
    if (mass > 0) sum += mass * f(k, log);
    return mass > 1e-18;
  };
  const start = Math.floor(mean);
  const reach = start + 10 * Math.sqrt(variance) + 20;
  for (let k = start; add(k) || k < reach; k++);
  for (let k = start - 1; k >= 0 && add(k); k--);
  return sum;
}

/** The smallest k = 0, 1, 2, ... with cdf(k) >= p, by doubling and bisection; a p of float32 is met to its rounding. */
export function countQuantile(cdf: (k: number) => number, p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 1) return Infinity;
  const target = p * (1 - 1e-7);
  let high = 1;
  if (cdf(0) >= target) return 0;
  while (cdf(high) < target) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (cdf(middle) >= target) high = middle;
    else low = middle;
  }
  return high;
}
