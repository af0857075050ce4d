import { checkPositive, checkPositiveInteger } from '@latents/math';
import { digamma, lgamma } from '@latents/math/special';
import { cut, type Pair } from './pair.js';

/**
 * Two vectors that are jointly Student-t with the identity for dispersion: uncorrelated, yet dependent, as all coordinates are large
 * together. I(X; Y) = h(X) + h(Y) - h(X, Y), each in closed form.
 *
 * @param options.df Degrees of freedom, positive; the fewer, the more information.
 * @example
 * ```ts
 * import { studentPair } from '@latents/datasets/synthetic';
 *
 * studentPair({ dx: 1, dy: 1, df: 1 }).mutualInformation; // => 0.224171
 * ```
 * @throws RangeError unless the dimensions are positive integers and df is positive and finite.
 * @see Arellano-Valle, Contreras-Reyes & Genton 2013, eq. 7, on the entropy
 */
export function studentPair(options: { readonly dx: number; readonly dy: number; readonly df: number }): Pair {
  const { dx, dy, df } = options;
  checkPositiveInteger('studentPair({ dx })', dx);
  checkPositiveInteger('studentPair({ dy })', dy);
  checkPositive('studentPair({ df })', df);
  const d = dx + dy;
  return {
    dx,
    dy,
    mutualInformation: entropy(dx, df) + entropy(dy, df) - entropy(d, df),
    sample(n, rng) {
      checkPositiveInteger('pair.sample(n)', n);
      const joined = rng.fillNormal(new Float64Array(n * d));
      for (let at = 0; at < n * d; at += d) {
        const scale = Math.sqrt(df / (2 * rng.gamma(df / 2)));
        for (let j = 0; j < d; j++) joined[at + j]! *= scale;
      }
      return cut(joined, dx, dy);
    },
  };
}

/** h of the d-dimensional Student-t with the identity for dispersion. */
function entropy(d: number, df: number): number {
  const [top, bottom] = [(df + d) / 2, df / 2];
  return lgamma(bottom) - lgamma(top) + (d / 2) * Math.log(df * Math.PI) + top * (digamma(top) - digamma(bottom));
}
