import { betainc } from './beta-inc.js';
import { gammaincLower, gammaincUpper } from './gamma-inc.js';
import { lgamma1p } from './lgamma.js';

/** The root of an increasing function on (low, high), by bisection sped up with the Illinois rule. */
export function increasingRoot(f: (x: number) => number, low: number, high: number): number {
  let a = low;
  let b = high;
  let fa = f(a);
  let fb = f(b);
  if (fa >= 0) return a;
  if (fb <= 0) return b;
  let side = 0;
  for (let i = 0; i < 200 && b - a > 1e-15 * Math.max(Math.abs(a), Math.abs(b)); i++) {
    const secant = (a * fb - b * fa) / (fb - fa);
    const x = i % 3 === 2 || !(secant > a && secant < b) ? (a + b) / 2 : secant;
    const fx = f(x);
    if (fx === 0) return x;
    if (fx < 0) {
      a = x;
      fa = fx;
      if (side === -1) fb /= 2;
      side = -1;
    } else {
      b = x;
      fb = fx;
      if (side === 1) fa /= 2;
      side = 1;
    }
  }
  return (a + b) / 2;
}

/**
 * The x with P(a, x) = p: the quantile of Gamma(a, 1), in float64. Found in log x, so that small shapes keep precision. `complement` is
 * 1 - p where the caller has it more precisely.
 */
export function gammaincInverse(a: number, p: number, complement = 1 - p): number {
  if (!(a > 0 && p >= 0 && complement >= 0)) return Number.NaN;
  if (p === 0) return 0;
  if (complement === 0) return Infinity;
  // P(a, x) <= x^a / Gamma(a + 1), so the root is not below where that is p.
  const low = ((p < 0.5 ? Math.log(p) : Math.log1p(-complement)) + lgamma1p(a)) / a;
  if (low < -700) return Math.exp(low);
  const high = Math.log(a + 10 * Math.sqrt(a) - 10 * Math.log(complement) + 10);
  const f = (u: number) =>
    p < 0.5 ? gammaincLower(a, Math.exp(u)) / p - 1 : 1 - gammaincUpper(a, Math.exp(u)) / complement;
  return Math.exp(increasingRoot(f, low - 1e-9, high));
}

/** The logit of the x with I_x(a, b) = p, finite where x rounds to 0 or 1. `complement` is 1 - p. */
export function betaincInverseLogit(a: number, b: number, p: number, complement = 1 - p): number {
  if (!(a > 0 && b > 0 && p >= 0 && complement >= 0)) return Number.NaN;
  if (p === 0) return -Infinity;
  if (complement === 0) return Infinity;
  const f = (u: number) => {
    const x = 1 / (1 + Math.exp(-u));
    const y = 1 / (1 + Math.exp(u));
    return p < 0.5 ? betainc(a, b, x, y) / p - 1 : 1 - betainc(b, a, y, x) / complement;
  };
  return increasingRoot(f, -745, 745);
}

/** The x with I_x(a, b) = p: the quantile of Beta(a, b), in float64. `complement` is 1 - p. */
export function betaincInverse(a: number, b: number, p: number, complement = 1 - p): number {
  return 1 / (1 + Math.exp(-betaincInverseLogit(a, b, p, complement)));
}
