import { digamma } from './polygamma.js';

/** The step of the exp-sinh rule for integrals over (0, infinity). */
const STEP = 0.0625;

/** The integral over (0, infinity) of a smooth f that decays on the scale `width`. */
function integrateTail(f: (u: number) => number, width: number): number {
  let sum = 0;
  for (let k = -72; k <= 56; k++) {
    const t = k * STEP;
    const u = Math.exp((Math.PI / 2) * Math.sinh(t));
    const value = f(u * width);
    if (value !== 0) sum += value * u * Math.cosh(t);
  }
  return sum * width * (Math.PI / 2) * STEP;
}

/**
 * The derivative of I_x(a, b) by a: the integral of (log t - digamma(a) + digamma(a + b)) against the Beta density below x,
 * or minus that above it.
 */
export function betaincShapeGradient(a: number, b: number, x: number, logDensity: number): number {
  if (!(x > 0 && x < 1)) return 0;
  const centre = digamma(a) - digamma(a + b);
  const logX = Math.log(x);
  const y = 1 - x;
  const slope = Math.abs(a * y - b * x);
  const width = 1 / Math.max(slope, Math.sqrt((a + b) * x * y), logX <= centre ? a : b);
  if (logX <= centre) {
    const scale = Math.exp(logDensity + logX);
    const ratio = (u: number) => 1 - (x * Math.expm1(-u)) / y;
    return scale * integrateTail((u) => (logX - u - centre) * Math.exp(-a * u + (b - 1) * Math.log(ratio(u))), width);
  }
  const scale = Math.exp(logDensity + Math.log(y));
  const f = (v: number) => {
    const t = x - y * Math.expm1(-v);
    return (Math.log(t) - centre) * Math.exp((a - 1) * Math.log(t / x) - b * v);
  };
  return -scale * integrateTail(f, width);
}
