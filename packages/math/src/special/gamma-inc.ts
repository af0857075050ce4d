import { erfc } from './erf.js';
import { lgamma, lgamma1p } from './lgamma.js';
import { log1pMinus, logGammaRest, relativeExcess } from './stirling.js';

/** Past this shape the leading terms of Temme's uniform expansion have a relative error below 1e-9. */
const UNIFORM = 20_000;

/** log of x^a e^-x / Gamma(a), without cancellation at large a. */
export function logGammaKernel(a: number, x: number): number {
  if (a < 10) return a * Math.log(x) - x - lgamma(a);
  return -x * relativeExcess(a - x, x) - logGammaRest(a);
}

/** The regularised lower and upper incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, each to its own precision. */
function both(a: number, x: number): { lower: number; upper: number } {
  if (!(a > 0 && x >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  if (a > UNIFORM) return uniform(a, x);
  const kernel = Math.exp(logGammaKernel(a, x));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > 1e-17 * sum; n++) {
      term *= x / (a + n);
      sum += term;
    }
    const lower = kernel * sum;
    return { lower, upper: a < 0.5 ? smallUpper(a, x, lower) : 1 - lower };
  }
  // Legendre's continued fraction by the modified Lentz method.
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 100_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b || 1e-300);
    c = b + an / c || 1e-300;
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-16) break;
  }
  const upper = kernel * h;
  return { lower: 1 - upper, upper };
}

/** Q(a, x) for small a and x, where 1 - P cancels: 1 - x^a / Gamma(1 + a), minus what the series adds to P. */
function smallUpper(a: number, x: number, lower: number): number {
  if (lower < 0.5) return 1 - lower;
  const leading = a * Math.log(x) - lgamma1p(a);
  let term = 1;
  let rest = 0;
  for (let n = 1; n < 60; n++) {
    term *= -x / n;
    rest += (term * a) / (a + n);
  }
  return -Math.expm1(leading) - Math.exp(leading) * rest;
}

function uniform(a: number, x: number): { lower: number; upper: number } {
  const mu = (x - a) / a;
  const half = -log1pMinus(mu);
  const eta = Math.sign(mu) * Math.sqrt(2 * half);
  const c0 = Math.abs(eta) < 1e-3 ? -1 / 3 + eta / 12 - (2 * eta * eta) / 135 : 1 / mu - 1 / eta;
  const rest = (Math.exp(-a * half) / Math.sqrt(2 * Math.PI * a)) * (c0 - 1 / (540 * a));
  const argument = eta * Math.sqrt(a / 2);
  return { lower: 0.5 * erfc(-argument) - rest, upper: 0.5 * erfc(argument) + rest };
}

/** The regularised lower incomplete gamma function P(a, x): the distribution function of Gamma(a, 1), in float64. */
export function gammaincLower(a: number, x: number): number {
  return both(a, x).lower;
}

/** The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), to its own precision in the tail. */
export function gammaincUpper(a: number, x: number): number {
  return both(a, x).upper;
}
