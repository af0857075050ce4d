import { betaln } from './betaln.js';

/**
 * The regularised incomplete beta function I_x(a, b): the distribution function of Beta(a, b), in float64, for a and b up to
 * about 1e7. `complement` is 1 - x where the caller has it more precisely.
 */
export function betainc(a: number, b: number, x: number, complement = 1 - x): number {
  if (!(a > 0 && b > 0 && x >= 0 && complement >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (complement === 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - fraction(b, a, complement, x);
  return fraction(a, b, x, complement);
}

/** The continued fraction of I_x(a, b), which converges for x below the mean, by the modified Lentz method. */
function fraction(a: number, b: number, x: number, y: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log(y) - betaln(a, b)) / a;
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
