/** |B_2|/2!, B_4/4!, ... signed: the even Bernoulli numbers. */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];

/** Past this the asymptotic series is exact to float64 for the orders in use. */
export const LARGE = 20;

/** The digamma function d/dx log Gamma(x) in float64. NaN at 0 and the negative integers. */
export function digamma(x: number): number {
  if (x <= 0) {
    if (Number.isInteger(x) || !Number.isFinite(x)) return Number.NaN;
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * (x - Math.round(x)));
  }
  let shift = 0;
  let z = x;
  while (z < LARGE) shift += 1 / z++;
  return Math.log(z) - digammaSeries(z) - shift;
}

/** log z - digamma(z) for z >= LARGE. */
export function digammaSeries(z: number): number {
  const r = 1 / (z * z);
  let power = 1;
  let series = 0.5 / z;
  for (let k = 0; k < BERNOULLI.length; k++) {
    power *= r;
    series += (BERNOULLI[k]! / (2 * k + 2)) * power;
  }
  return series;
}

/** trigamma(z) - 1 / z for z >= LARGE. */
export function trigammaSeries(z: number): number {
  const r = 1 / (z * z);
  let power = 1 / z;
  let series = 0.5 * r;
  for (let k = 0; k < BERNOULLI.length; k++) {
    power *= r;
    series += BERNOULLI[k]! * power;
  }
  return series;
}

/**
 * The polygamma function of order n >= 1, the n-th derivative of digamma, for x > 0 in float64; n = 1 is trigamma. NaN for
 * x <= 0, which no distribution here meets.
 */
export function polygamma(order: number, x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x === Infinity) return 0;
  const s = order + 1;
  let shift = 0;
  let z = x;
  for (; z < LARGE + order; z++) shift += z ** -s;
  // Euler-Maclaurin for sum_{k >= 0} (z + k)^-s; the factor s (s+1) ... (s+2j) / (2j+2)! grows term by term.
  let term = (s / 2) * z ** (-s - 1);
  let tail = z ** -order / order + 0.5 * z ** -s;
  for (let k = 0; k < BERNOULLI.length; k++) {
    tail += BERNOULLI[k]! * term;
    term *= ((s + 2 * k + 1) * (s + 2 * k + 2)) / ((2 * k + 3) * (2 * k + 4) * z * z);
  }
  let factorial = 1;
  for (let k = 2; k <= order; k++) factorial *= k;
  return (order % 2 === 1 ? 1 : -1) * factorial * (shift + tail);
}

/** The trigamma function, the derivative of digamma, for x > 0 in float64. */
export function trigamma(x: number): number {
  return polygamma(1, x);
}
