/**
 * Returns the expectation of f(k, log-mass) under a distribution on the integers from `low` (default 0), in float64: summed outwards
 * from the mean until the masses vanish. Values of masses that underflow count for nothing.
 */
export function countMean(
  logMass: (k: number) => number,
  { mean, variance, low = 0 }: { readonly mean: number; readonly variance: number; readonly low?: number },
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
  for (let k = start - 1; k >= low && add(k); k--);
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

/** Returns the smallest integer k with cdf(k) >= p on all integers, by doubling steps from `start` and bisection. */
export function integerQuantile(cdf: (k: number) => number, p: number, start: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  // A p of float32 is met to its rounding.
  const target = p * (1 - 1e-7);
  let [low, high] = [start - 1, start];
  for (let step = 1; cdf(low) >= target; step *= 2) low -= step;
  for (let step = 1; cdf(high) < target; step *= 2) high += step;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (cdf(middle) >= target) high = middle;
    else low = middle;
  }
  return high;
}
