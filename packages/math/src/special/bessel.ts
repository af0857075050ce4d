/** e^-|x| I_n(x) for n = 0 or 1, in float64. */
function scaledBessel(order: 0 | 1, x: number): number {
  const size = Math.abs(x);
  const sign = order === 1 && x < 0 ? -1 : 1;
  if (size > 25) {
    const mu = 4 * order * order;
    let term = 1;
    let sum = 1;
    for (let k = 1; k < 40; k++) {
      const next = (-term * (mu - (2 * k - 1) ** 2)) / (8 * k * size);
      if (Math.abs(next) >= Math.abs(term) || Math.abs(next) < 1e-17) break;
      term = next;
      sum += term;
    }
    return (sign * sum) / Math.sqrt(2 * Math.PI * size);
  }
  const quarter = (size * size) / 4;
  let term = order === 0 ? 1 : size / 2;
  let sum = term;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= quarter / (k * (k + order));
    sum += term;
  }
  return sign * sum * Math.exp(-size);
}

/** The exponentially scaled modified Bessel function e^-|x| I_0(x), in float64. */
export function i0e(x: number): number {
  return scaledBessel(0, x);
}

/** The exponentially scaled modified Bessel function e^-|x| I_1(x), in float64. */
export function i1e(x: number): number {
  return scaledBessel(1, x);
}
