import { type Rng, softmaxInPlace } from '@latents/math';

/** How ancestors are drawn: independently, or at evenly spaced points with one random offset (less noise). */
export type Resampling = 'multinomial' | 'systematic';

export interface ResamplingOptions {
  readonly rng: Rng;
  readonly resampling: Resampling;
  /** Resample where the effective sample size is below this share of the particles. */
  readonly threshold: number;
}

/**
 * Ancestors for the particles of each sequence: proportional to their weights where the effective sample size
 * 1 / sum w^2 has fallen below the threshold, themselves elsewhere.
 *
 * @param logWeights `[samples, batch]`, unnormalised.
 * @returns `ancestors[k * batch + b]`, a row of the same numbering; `resampled[b]`, 1 or 0.
 */
export function drawAncestors(
  logWeights: Float32Array,
  samples: number,
  batch: number,
  { rng, resampling, threshold }: ResamplingOptions,
): { ancestors: Int32Array; resampled: Float32Array } {
  const ancestors = Int32Array.from({ length: samples * batch }, (_, row) => row);
  const resampled = new Float32Array(batch);
  const weights = new Float64Array(samples);
  for (let b = 0; b < batch; b++) {
    for (let k = 0; k < samples; k++) weights[k] = logWeights[k * batch + b]!;
    softmaxInPlace(weights);
    let squares = 0;
    for (let k = 0; k < samples; k++) squares += weights[k]! ** 2;
    // At a threshold of 1 every step resamples, equal weights included.
    if (threshold < 1 && 1 / squares >= threshold * samples) continue;
    resampled[b] = 1;
    const offset = rng.uniform();
    let k = 0;
    let cumulative = weights[0]!;
    const points = Array.from({ length: samples }, (_, i) =>
      resampling === 'systematic' ? (i + offset) / samples : rng.uniform(),
    );
    for (const [i, point] of points.sort((a, c) => a - c).entries()) {
      while (cumulative <= point && k < samples - 1) cumulative += weights[++k]!;
      ancestors[i * batch + b] = k * batch + b;
    }
  }
  return { ancestors, resampled };
}
