import type { Bottleneck } from '@latents/infotheory/tables';

/** A place in the a, b plane of OKLab. */
export type Hue = readonly [a: number, b: number];

/** Hues around a circle for n symbols in order, so that neighbours differ little; a gap keeps the ends apart. */
export function huesOf(n: number): Hue[] {
  return Array.from({ length: n }, (_, x) => {
    const angle = (2 * Math.PI * (x + 0.5) * 0.9) / n;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });
}

/**
 * Each symbol in the colours of those with whom it shares codewords: a codeword's colour is the mean of its symbols', and a symbol's
 * that of its codewords, both weighted by probability. Symbols of one codeword look alike, and where all share one, all are grey.
 */
export function mixedHues({ encoder, marginal }: Bottleneck, pX: ArrayLike<number>, hues: readonly Hue[]): Hue[] {
  const size = marginal.data.length;
  const words = Array.from(marginal.data, (mass, z): Hue => {
    let [a, b] = [0, 0];
    for (const [x, [u, v]] of hues.entries()) {
      const weight = (pX[x]! * encoder.data[x * size + z]!) / mass;
      a += weight * u;
      b += weight * v;
    }
    return [a, b];
  });
  return hues.map((_, x) => {
    let [a, b] = [0, 0];
    for (const [z, [u, v]] of words.entries()) {
      a += encoder.data[x * size + z]! * u;
      b += encoder.data[x * size + z]! * v;
    }
    return [a, b];
  });
}
