/** The two draws that the gamma sampler needs. */
interface Source {
  uniform(): number;
  normal(): number;
}

/** The logarithm of a draw from Gamma(shape, 1) for shape >= 1. */
function logGammaAboveOne(source: Source, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = source.normal();
    const t = 1 + c * x;
    if (t <= 0) continue;
    const v = t * t * t;
    const u = 1 - source.uniform();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d) + Math.log(v);
  }
}

/**
 * The logarithm of a draw from Gamma(shape, rate 1). In log space because a draw with a small shape underflows:
 * at shape 0.001 more than half of all draws lie below the smallest double.
 *
 * @see Marsaglia & Tsang 2000, "A simple method for generating gamma variables"
 */
export function drawLogGamma(source: Source, shape: number): number {
  if (!(shape > 0 && shape < Infinity)) {
    throw new RangeError(`rng.gamma(shape): expected a positive finite shape, got ${shape}.`);
  }
  if (shape >= 1) return logGammaAboveOne(source, shape);
  return logGammaAboveOne(source, shape + 1) + Math.log(1 - source.uniform()) / shape;
}
