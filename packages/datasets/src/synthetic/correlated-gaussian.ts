import { checkPositiveInteger, type NdArray, ndArray, type Rng } from '@latents/math';

import { rowsOf } from './checks.js';

/** Two standard normal vectors whose components are correlated pair by pair and otherwise independent. */
export interface CorrelatedGaussian {
  /** I(X; Y) = -dim / 2 log(1 - correlation^2), in nats. */
  readonly mutualInformation: number;
  /** `n` independent pairs, x and y `[n, dim]`. */
  sample(n: number, rng: Rng): { readonly x: NdArray<Float64Array>; readonly y: NdArray<Float64Array> };
  /** log p(x, y) / (p(x) p(y)) of each pair of rows, in nats, `[n]`: its mean over pairs is the mutual information. */
  logDensityRatio(x: NdArray, y: NdArray): Float64Array;
}

/**
 * Pairs of Gaussian vectors with known mutual information, the yardstick of its estimators.
 *
 * @example
 * ```ts
 * import { correlatedGaussian } from '@latents/datasets/synthetic';
 *
 * correlatedGaussian({ dim: 1, correlation: 0.75 }).mutualInformation; // => 0.413339
 * ```
 * @throws RangeError if `dim` is not a positive integer, or `correlation` not strictly between -1 and 1.
 * @see Belghazi et al. 2018, "Mutual information neural estimation", section 4.1
 */
export function correlatedGaussian(options: {
  readonly dim: number;
  readonly correlation: number;
}): CorrelatedGaussian {
  const { dim, correlation } = options;
  checkPositiveInteger('correlatedGaussian({ dim })', dim);
  if (!(Math.abs(correlation) < 1)) {
    throw new RangeError(
      `correlatedGaussian({ correlation }): expected a number strictly between -1 and 1, got ${correlation}.`,
    );
  }
  const unexplained = (1 - correlation) * (1 + correlation);
  const perPair = -0.5 * Math.log(unexplained);
  return {
    mutualInformation: dim * perPair,
    sample(n, rng) {
      checkPositiveInteger('pairs.sample(n)', n);
      const x = rng.fillNormal(new Float64Array(n * dim));
      const noise = rng.fillNormal(new Float64Array(n * dim));
      const y = x.map((value, i) => correlation * value + Math.sqrt(unexplained) * noise[i]!);
      return { x: ndArray([n, dim], x), y: ndArray([n, dim], y) };
    },
    logDensityRatio(x, y) {
      const n = rowsOf('pairs.logDensityRatio(x)', x, [dim]);
      if (rowsOf('pairs.logDensityRatio(y)', y, [dim]) !== n) {
        throw new RangeError(`pairs.logDensityRatio(x, y): expected ${n} rows in both, got ${y.shape[0]} in y.`);
      }
      return Float64Array.from({ length: n }, (_, row) => {
        let sum = dim * perPair;
        for (let i = row * dim; i < (row + 1) * dim; i++) {
          const [a, b] = [x.data[i]!, y.data[i]!];
          sum -= 0.5 * ((b - correlation * a) ** 2 / unexplained - b * b);
        }
        return sum;
      });
    },
  };
}
