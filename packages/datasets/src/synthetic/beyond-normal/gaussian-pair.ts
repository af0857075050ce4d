import { checkPositiveInteger, choleskyFactor } from '@latents/math';
import { matrix } from '../checks.js';
import { cut, type Pair } from './pair.js';

/**
 * Two vectors that are jointly Gaussian with mean 0: I(X; Y) = 1/2 log(det Sigma_x det Sigma_y / det Sigma).
 *
 * @param options.covariance Of x and y side by side, `[dx + dy, dx + dy]`; the lower triangle is read.
 * @param options.dx The dimension of x; y has the rest.
 * @example
 * ```ts
 * import { gaussianPair } from '@latents/datasets/synthetic';
 *
 * gaussianPair({ covariance: [[1, 0.75], [0.75, 1]], dx: 1 }).mutualInformation; // => 0.413339
 * ```
 * @throws RangeError unless the covariance is square and positive definite, and dx from 1 to below its size.
 * @see Cover & Thomas 2006, example 8.5.1
 */
export function gaussianPair(options: {
  readonly covariance: readonly (readonly number[])[];
  readonly dx: number;
}): Pair {
  const { covariance, dx } = options;
  const where = 'gaussianPair({ covariance, dx })';
  const d = covariance.length;
  checkPositiveInteger(where, dx);
  if (dx >= d) throw new RangeError(`${where}: expected dx below ${d}, the size of the covariance, got ${dx}.`);
  const lower = choleskyFactor(matrix(where, covariance, d, d), d, where);
  const ofY = matrix(
    where,
    covariance.slice(dx).map((row) => row.slice(dx)),
  );
  // The factor of Sigma begins with that of Sigma_x, which cancels.
  const factorOfY = choleskyFactor(ofY, d - dx, where);
  let mutualInformation = 0;
  for (let j = 0; j < d - dx; j++) {
    mutualInformation += Math.log(factorOfY[j * (d - dx) + j]! / lower[(dx + j) * d + dx + j]!);
  }
  return {
    dx,
    dy: d - dx,
    mutualInformation,
    sample(n, rng) {
      checkPositiveInteger('pair.sample(n)', n);
      const noise = rng.fillNormal(new Float64Array(n * d));
      const joined = new Float64Array(n * d);
      for (let at = 0; at < n * d; at += d) {
        for (let i = 0; i < d; i++) {
          for (let j = 0; j <= i; j++) joined[at + i]! += lower[i * d + j]! * noise[at + j]!;
        }
      }
      return cut(joined, dx, d - dx);
    },
  };
}
