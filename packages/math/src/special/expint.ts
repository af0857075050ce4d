const EULER = 0.5772156649015329;

/** The exponential integral E_1(x), the integral of e^-t / t from x, for x > 0 in float64. */
export function expint1(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0) return Infinity;
  if (x > 745) return 0;
  if (x <= 1) {
    let term = 1;
    let sum = 0;
    for (let n = 1; n < 30; n++) {
      term *= -x / n;
      sum -= term / n;
    }
    return sum - EULER - Math.log(x);
  }
  // The continued fraction of E_1, by the modified Lentz method.
  let b = x + 1;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 300; n++) {
    b += 2;
    d = 1 / (b - n * n * d);
    c = b - (n * n) / c;
    const delta = c * d;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-16) break;
  }
  return h * Math.exp(-x);
}
