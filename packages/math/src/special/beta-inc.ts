import { integratePanels } from './gauss-legendre.js';
import { expm1Minus, log1pMinus, logGammaRest, relativeExcess } from './stirling.js';

/** Past this shape the continued fraction has many terms, and a quadrature of the tail is faster. */
const LARGE = 10_000;
/** Panels that add less are left out. */
const NEGLIGIBLE = 1e-17;
/** Logits beyond which a number rounds to 0 or 1. */
const LAYER = 40;

/**
 * The regularised incomplete beta function I_x(a, b): the distribution function of Beta(a, b), in float64, for any a and b.
 * `complement` is 1 - x where the caller has it more precisely.
 */
export function betainc(a: number, b: number, x: number, complement = 1 - x): number {
  if (!(a > 0 && b > 0 && x >= 0 && complement >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (complement === 0) return 1;
  const large = Math.max(a, b) > LARGE;
  const upper = x > (a + 1) / (a + b + 2);
  if (!upper && !large) return fraction(a, b, x, complement);
  if (a * complement > b * x) return tail(a, b, x, complement);
  const above = large ? tail(b, a, complement, x) : fraction(b, a, complement, x);
  // Where b is small, most of the mass is next to 1, and the rest must not come from a difference.
  return above > 0.9 ? tail(a, b, x, complement) : 1 - above;
}

/** log of x^a y^b / B(a, b) for y = 1 - x, without cancellation at large a or b. */
export function logBetaKernel(a: number, b: number, x: number, y: number): number {
  const total = a + b;
  // The distances of both counts to their means are the same; that of the smaller one is precise.
  const step = x < y ? a - total * x : total * y - b;
  const excess = total * x * relativeExcess(step, total * x) + total * y * relativeExcess(-step, total * y);
  return logGammaRest(total) - logGammaRest(a) - logGammaRest(b) - excess;
}

/**
 * I_x(a, b) for x below the mode of the logit, or little above it, by quadrature over t = logit x - logit of the variable: its density
 * is log-concave. Each panel is as wide as the density changes.
 */
function tail(a: number, b: number, x: number, y: number): number {
  // The variable and its complement at distance t.
  const shares = (t: number) => {
    const total = y + x * Math.exp(-t);
    return [(x * Math.exp(-t)) / total, y / total] as const;
  };
  const slope = (t: number) => {
    const [low, high] = t === 0 ? [x, y] : shares(t);
    return a * high - b * low;
  };
  const log = (t: number) => {
    // -a t - (a + b) log(1 + x (e^-t - 1)), or the same by y, whichever is smaller. The linear parts cancel next to the mean.
    const [share, step] = x < y ? [x, -t] : [y, t];
    if (t > 0.1 && share * Math.expm1(step) > 1) return -a * t - (a + b) * Math.log(y + x * Math.exp(-t));
    if (t > 0.1) return (x < y ? -a : b) * t - (a + b) * Math.log1p(share * Math.expm1(step));
    return -slope(0) * t - (a + b) * (log1pMinus(share * Math.expm1(step)) + share * expm1Minus(step));
  };
  let sum = 0;
  for (let at = 0; ; ) {
    const [low, high] = shares(at);
    const steepness = Math.max(Math.abs(slope(at)), Math.sqrt((a + b) * low * high));
    // Within some units of a logit of 0 the slope may change from nothing to a.
    const ahead = at - Math.log(x / y);
    let width = Math.min(6 / steepness, ahead < -LAYER - 6 ? -LAYER - ahead : ahead < LAYER ? 6 : Infinity);
    while (slope(at + width) * width > 8) width /= 2;
    const panel = integratePanels((t) => Math.exp(log(t)), at, at + width, 1);
    sum += panel;
    at += width;
    if (!(panel > NEGLIGIBLE * sum)) break;
  }
  return Math.exp(logBetaKernel(a, b, x, y)) * sum;
}

/** The continued fraction of I_x(a, b), which converges for x below the mean, by the modified Lentz method. */
function fraction(a: number, b: number, x: number, y: number): number {
  const front = Math.exp(logBetaKernel(a, b, x, y)) / a;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || 1e-300);
  let h = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || 1e-300);
    c = 1 + even / c || 1e-300;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || 1e-300);
    c = 1 + odd / c || 1e-300;
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-16) break;
  }
  return front * h;
}
