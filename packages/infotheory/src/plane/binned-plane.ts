import { checkPositive } from '@latents/math';
import { contingency } from '../assignments/contingency.js';
import { entropyOf } from '../measures/entropy.js';
import { checkActivity, type PlaneMethod, planePoint } from './plane-point.js';

/**
 * The information plane by binning: each unit's activity is rounded down to a multiple of `width`, and I(X; T) and I(Y; T) of the
 * rounded layer are exact, for the given examples.
 *
 * A caveat: a deterministic layer of continuous activity has infinite I(X; T) (or log n, on n distinct examples), whatever it has
 * learned. What moves in this plane is the entropy of the rounded activity: how the layer's outputs spread and cluster against the
 * grid. It is geometry, and depends on `width`; "compression" seen here is clustering, not loss of information.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { binnedPlane } from '@latents/infotheory';
 *
 * // Two units, four examples; the second unit tells the label.
 * const activity = ndArray([4, 2], Float32Array.of(0.1, 0.1, 0.1, 0.9, 0.2, 0.1, 0.2, 0.9));
 * const { rate, relevance } = binnedPlane({ width: 0.5 }).point(activity, [0, 1, 0, 1]);
 * rate.lower.value; // => Math.log(2)
 * relevance.lower.value; // => Math.log(2)
 * ```
 * @throws RangeError unless `width` is positive and finite.
 * @see Shwartz-Ziv & Tishby 2017; Saxe et al. 2018, section 2, on what binning shows; Goldfeld et al. 2019
 */
export function binnedPlane({ width }: { readonly width: number }): PlaneMethod {
  checkPositive('binnedPlane({ width })', width);
  return {
    name: `bins of width ${width}`,
    point(activity, labels) {
      const where = 'binnedPlane({ width }).point(activity, labels)';
      const { n, units } = checkActivity(where, activity, labels);
      const codes = new Map<string, number>();
      const code = Int32Array.from({ length: n }, (_, i) => {
        const row = Array.from(activity.data.subarray(i * units, (i + 1) * units), (v) => Math.floor(v / width));
        const key = row.join();
        const known = codes.get(key) ?? codes.size;
        codes.set(key, known);
        return known;
      });
      const { counts } = contingency(where, code, labels);
      const joint = counts.flat().map((count) => count / n);
      const ofT = entropyOf(counts.map((row) => row.reduce((a, b) => a + b) / n));
      const ofY = entropyOf(counts[0]!.map((_, j) => counts.reduce((sum, row) => sum + row[j]!, 0) / n));
      const relevance = Math.max(0, ofT + ofY - entropyOf(joint));
      return planePoint([ofT, ofT, ofT], [relevance, relevance, relevance]);
    },
  };
}
