import { erf, erfc, erfcx } from './erf.js';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** The standard normal distribution function in float64. */
export function ndtr(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** log of the standard normal distribution function in float64, finite down to x = -1e154. */
export function logNdtr(x: number): number {
  if (x < -1) return Math.log(0.5 * erfcx(-x * Math.SQRT1_2)) - 0.5 * x * x;
  return Math.log1p(-0.5 * erfc(x * Math.SQRT1_2));
}

/** phi(x) / Phi(x), the derivative of {@link logNdtr}, in float64. */
export function inverseMills(x: number): number {
  if (x < -1) return Math.sqrt(2 / Math.PI) / erfcx(-x * Math.SQRT1_2);
  return Math.exp(-0.5 * x * x - HALF_LOG_TWO_PI) / ndtr(x);
}

/** The x with log Phi(x) = logP, in float64: the normal quantile, for probabilities as small as e^-1e300. */
export function logNdtri(logP: number): number {
  if (!(logP <= 0)) return Number.NaN;
  if (logP === 0) return Infinity;
  if (logP === -Infinity) return -Infinity;
  if (logP > -Math.LN2) return -logNdtri(Math.log(-Math.expm1(logP)));
  // Newton on the concave log Phi; the start is exact to a few digits in the far tail.
  const t = Math.sqrt(-2 * logP);
  let x = logP < -3 ? -t + (Math.log(t) + HALF_LOG_TWO_PI) / t : -1 + (logP + 1.841) / 1.525;
  for (let i = 0; i < 50; i++) {
    const step = (logNdtr(x) - logP) / inverseMills(x);
    x -= step;
    if (Math.abs(step) <= 1e-15 * Math.abs(x) + 1e-300) break;
  }
  return x;
}

/** The quantile of the standard normal at probability p, in float64. */
export function ndtri(p: number): number {
  if (p > 0.25 && p < 0.75) return Math.SQRT2 * erfinv(2 * p - 1);
  return p < 0.5 ? logNdtri(Math.log(p)) : -logNdtri(Math.log1p(-p));
}

/** The inverse of the error function on [-1, 1], in float64. */
export function erfinv(y: number): number {
  const size = Math.abs(y);
  if (size > 0.5) return -Math.sign(y) * Math.SQRT1_2 * logNdtri(Math.log1p(-size) - Math.LN2);
  if (size < 1e-9) return (Math.sqrt(Math.PI) / 2) * y;
  let x = (Math.sqrt(Math.PI) / 2) * y;
  for (let i = 0; i < 8; i++) {
    const error = ((erf(x) - y) * Math.sqrt(Math.PI) * Math.exp(x * x)) / 2;
    const step = error / (1 + x * error);
    x -= step;
    if (Math.abs(step) <= 1e-16 * Math.abs(x)) break;
  }
  return x;
}
