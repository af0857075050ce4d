import { lgamma, stirlingCorrection } from './lgamma.js';
import { digamma, digammaSeries, LARGE, trigamma, trigammaSeries } from './polygamma.js';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Returns log Gamma(x) - x log x + x for x > 0, the part of log Gamma that grows like a logarithm. Differences of log Gamma at large
 * arguments are differences of these parts and of terms that can be put together without cancellation.
 */
export function logGammaRest(x: number): number {
  if (x < 10) return lgamma(x) - x * Math.log(x) + x;
  return HALF_LOG_TWO_PI - 0.5 * Math.log(x) + stirlingCorrection(x);
}

/** Returns log x - digamma(x) for x > 0, about 1 / (2 x) where x is large. */
export function digammaGap(x: number): number {
  return x < LARGE ? Math.log(x) - digamma(x) : digammaSeries(x);
}

/** Returns trigamma(x) - 1 / x for x > 0, about 1 / (2 x^2) where x is large. */
export function trigammaGap(x: number): number {
  return x < LARGE ? trigamma(x) - 1 / x : trigammaSeries(x);
}

/** Returns digamma(a) - digamma(a + b) for a, b > 0, without cancellation where a is large: the mean of log x under Beta(a, b). */
export function digammaStep(a: number, b: number): number {
  if (a < LARGE) return digamma(a) - digamma(a + b);
  return digammaGap(a + b) - digammaGap(a) - Math.log1p(b / a);
}

/** Returns the entropy a + log Gamma(a) + (1 - a) digamma(a) of Gamma(a, 1), in nats. */
export function gammaEntropy(a: number): number {
  return logGammaRest(a) + (a - 1) * digammaGap(a) + Math.log(a);
}

/** Returns the derivative 1 + (1 - a) trigamma(a) of {@link gammaEntropy}. */
export function gammaEntropySlope(a: number): number {
  return trigammaGap(a) * (1 - a) + 1 / a;
}

/** Returns log(1 + d) - d, without cancellation next to 0. */
export function log1pMinus(d: number): number {
  if (!(Math.abs(d) < 0.1)) return Math.log1p(d) - d;
  let power = d;
  let sum = 0;
  for (let k = 2; k < 20; k++) {
    power *= -d;
    sum += power / k;
  }
  return sum;
}

/** Returns e^t - 1 - t, without cancellation next to 0. */
export function expm1Minus(t: number): number {
  if (!(Math.abs(t) < 0.2)) return Math.expm1(t) - t;
  let power = t;
  let sum = 0;
  for (let k = 2; k < 16; k++) {
    power *= t / k;
    sum += power;
  }
  return sum;
}

/**
 * Returns y log y - y + 1 for y = (rate + step) / rate >= 0, without cancellation next to step = 0. `rate` times it is the divergence
 * of a Poisson distribution of mean rate + step from one of mean `rate`.
 */
export function relativeExcess(step: number, rate: number): number {
  const d = step / rate;
  if (d <= -1) return 1;
  if (Math.abs(d) > 0.05) return (1 + d) * Math.log1p(d) - d;
  let [power, total] = [1, 0];
  for (let i = 2; i < 16; i++) {
    power *= -d;
    total -= power / (i * (i - 1));
  }
  return total * d;
}

/**
 * Returns log Gamma(c) - log Gamma(a) - (c - a) digamma(a) - a ((c / a) log(c / a) - c / a + 1): what a divergence between gamma
 * functions has beyond that of means.
 */
export function gammaRestDivergence(a: number, c: number): number {
  return logGammaRest(c) - logGammaRest(a) + (c - a) * digammaGap(a);
}
