import { integratePanels } from '@latents/math/special';

/** Integers next to the lowest one that are summed one by one: the masses may have a pole there. */
const SINGLE = 1024;
/** Integers up to which a block is summed one by one: the rule that integrates a longer one has 16 points. */
const SHORT = 16;

/**
 * Returns the expectation of f(k, log-mass) under a distribution on the integers from `low` (default 0), in float64: summed outwards
 * from the mean until the masses vanish. Long blocks of integers, over which the masses change slowly, are integrated by 16 points, so
 * that the time is bounded for any parameters. Values of masses that underflow count for nothing.
 */
export function countMean(
  logMass: (k: number) => number,
  { mean, variance, low = 0 }: { readonly mean: number; readonly variance: number; readonly low?: number },
  f: (k: number, log: number) => number,
): number {
  const term = (k: number): number => {
    const log = logMass(k);
    const mass = Math.exp(log);
    return mass > 0 ? mass * f(k, log) : 0;
  };
  const [start, deviation] = [Math.floor(mean), Math.sqrt(variance)];
  /** The integers in a block that begins at k, by the distances to the mean and to the lowest integer. */
  const lengthAt = (k: number): number => {
    const length = Math.floor(Math.min(Math.max(deviation / 8, Math.abs(k - mean) / 4), (k - low) / 4));
    return k - low < SINGLE || length <= SHORT ? 1 : length;
  };
  const block = (from: number, length: number): number =>
    length === 1 ? term(from) : integratePanels(term, from - 0.5, from + length - 0.5, 1);
  let sum = 0;
  const reach = start + 10 * deviation + 20;
  for (let k = start, length = 1; ; k += length) {
    length = lengthAt(k);
    sum += block(k, length);
    if (k + length === k || (k >= reach && !(Math.exp(logMass(k)) * length > 1e-18))) break;
  }
  for (let k = start - 1, length = 1; k >= low; k -= length) {
    length = lengthAt(k);
    sum += block(k - length + 1, length);
    if (k - length === k || !(Math.exp(logMass(k)) * length > 1e-18)) break;
  }
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
