const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
const EULER = 0.5772156649015329;

/** zeta(k) - 1 for k = 2, 3, ...: the Taylor coefficients of log Gamma at 2. */
const ZETA_MINUS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
  0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5,
  7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8,
];

/** log Gamma(2 + t) for |t| <= 1/2, with a small relative error through its zero at t = 0. */
function aroundTwo(t: number): number {
  let sum = (1 - EULER) * t;
  let power = -t;
  for (let k = 2; k < ZETA_MINUS_ONE.length + 2; k++) {
    power *= -t;
    sum += (ZETA_MINUS_ONE[k - 2]! * power) / k;
  }
  return sum;
}

/** What Stirling's formula leaves out of log Gamma(x), for x >= 10. */
export function stirlingCorrection(x: number): number {
  const r = 1 / (x * x);
  return (
    (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360 - r * (1 / 156))))))) / x
  );
}

/**
 * log |Gamma(x)| in float64, with a relative error of a few ulps on x > 0, its zeros at 1 and 2 included. +infinity at 0
 * and the negative integers.
 */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (!Number.isFinite(x)) return Infinity;
  if (x <= 0) {
    if (Number.isInteger(x)) return Infinity;
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * (x - 2 * Math.round(x / 2))))) - lgamma(1 - x);
  }
  if (x < 0.5) return lgamma1p(x) - Math.log(x);
  if (x < 1.5) return aroundTwo(x - 1) - Math.log1p(x - 1);
  if (x <= 2.5) return aroundTwo(x - 2);
  let product = 1;
  let shifted = x;
  while (shifted < 10) product *= shifted++;
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingCorrection(shifted) - Math.log(product)
  );
}

/** log Gamma(1 + x) for x > 0, also where 1 + x would round x away. */
export function lgamma1p(x: number): number {
  return x < 0.5 ? aroundTwo(x) - Math.log1p(x) : lgamma(1 + x);
}
