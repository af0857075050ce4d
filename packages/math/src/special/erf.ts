const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);
/** Beyond it erfc(x) is below the smallest float64. */
const UNDERFLOW = 27.3;

/** The error function in float64. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 2) return Math.sign(x) * (1 - erfc(size));
  // 2/sqrt(pi) e^(-x^2) sum 2^n x^(2n+1) / (2n+1)!!: all terms of one sign.
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return TWO_OVER_SQRT_PI * Math.exp(-x * x) * sum;
}

/** The complementary error function 1 - erf(x) in float64, with a small relative error in the right tail. */
export function erfc(x: number): number {
  if (x <= 0.5) return 1 - erf(x);
  return x > UNDERFLOW ? 0 : squareExponential(x) * erfcx(x);
}

/** The scaled complementary error function e^(x^2) erfc(x) in float64. */
export function erfcx(x: number): number {
  if (x < 2) return Math.exp(x * x) * (1 - erf(x));
  if (x > 1e8) return TWO_OVER_SQRT_PI / 2 / x;
  // The continued fraction of Laplace, from below; 100 levels reach float64 at x = 2.
  let fraction = x;
  for (let k = x > 6 ? 30 : 120; k > 0; k--) fraction = x + k / 2 / fraction;
  return TWO_OVER_SQRT_PI / 2 / fraction;
}

/** e^(-x^2), with the square split so that its rounding error is not amplified. */
function squareExponential(x: number): number {
  const high = Math.round(x * 1024) / 1024;
  return Math.exp(-high * high) * Math.exp(-(x - high) * (x + high));
}
