/**
 * P(N(0, 1) > z) for z >= 0, to about 1e-15 relative: a series near 0, Lentz's continued fraction of the Mills ratio beyond.
 *
 * @see Abramowitz & Stegun 26.2.10 and 26.2.14
 */
export function normalTail(z: number): number {
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (z < 2.5) {
    let term = z;
    let sum = z;
    for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = 200; k >= 1; k--) fraction = z + k / fraction;
  return density / fraction;
}
