import { checkPositive } from '@latents/math';
import { entropyOf } from '../measures/entropy.js';
import { checkActivity, type PlaneMethod, planePoint } from './plane-point.js';

/**
 * The information plane with noise: T is the layer's activity plus N(0, deviation^2) on each unit, a mixture of as many Gaussians as
 * there are examples, whose entropy lies between two sums over pairs. The bounds of both coordinates are certain for the given
 * examples; those of I(Y; T), a difference of two such entropies, can be wide. The estimate takes the upper bound for every entropy, as
 * is usual.
 *
 * A caveat: the network has no such noise. Without it a deterministic layer of continuous activity has infinite I(X; T) (or log n, on
 * n distinct examples), whatever it has learned; with it, the plane shows how far apart the layer's outputs lie, in units of
 * `deviation`. It is geometry, and a layer may be moved in the plane by scaling its activity alone.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { noisyPlane } from '@latents/infotheory';
 *
 * const activity = ndArray([2, 1], Float32Array.of(-1, 1));
 * const { rate } = noisyPlane({ deviation: 0.1 }).point(activity, [0, 1]);
 * rate.lower.value; // => 0.6931471805599453
 * ```
 * @throws RangeError unless `deviation` is positive and finite.
 * @see Kolchinsky & Tracey 2017, "Estimating mixture entropy with pairwise distances", eqs. 10 and 11; Saxe et al. 2018, appendix C
 */
export function noisyPlane({ deviation }: { readonly deviation: number }): PlaneMethod {
  checkPositive('noisyPlane({ deviation })', deviation);
  return {
    name: `noise of deviation ${deviation}`,
    point(activity, labels) {
      const { n, units } = checkActivity('noisyPlane({ deviation }).point(activity, labels)', activity, labels);
      // Of each example: the sums of exp(-D) over all examples and over those of its label, D = KL and Bhattacharyya distance.
      const sums = Array.from({ length: 4 }, () => new Float64Array(n).fill(1));
      const [all, own, allHalf, ownHalf] = sums as [Float64Array, Float64Array, Float64Array, Float64Array];
      const { data } = activity;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i; j++) {
          let square = 0;
          for (let u = 0; u < units; u++) square += (data[i * units + u]! - data[j * units + u]!) ** 2;
          const bhattacharyya = Math.exp(-square / deviation ** 2 / 8);
          const kl = bhattacharyya ** 4;
          add(all, allHalf, i, j, kl, bhattacharyya);
          if (labels[i] === labels[j]) add(own, ownHalf, i, j, kl, bhattacharyya);
        }
      }
      const sizes = new Map<number, number>();
      for (let i = 0; i < n; i++) sizes.set(labels[i]!, (sizes.get(labels[i]!) ?? 0) + 1);
      const ofY = entropyOf([...sizes.values()].map((size) => size / n));
      const spread = (sum: Float64Array, of: (i: number) => number) =>
        sum.reduce((nats, total, i) => nats - Math.log(total / of(i)) / n, 0);
      const [low, high] = [spread(allHalf, () => n), spread(all, () => n)];
      const size = (i: number) => sizes.get(labels[i]!)!;
      const [lowGiven, highGiven] = [spread(ownHalf, size), spread(own, size)];
      return planePoint(
        [low, high, high],
        [Math.max(0, low - highGiven), high - highGiven, Math.min(ofY, high - lowGiven)],
      );
    },
  };
}

function add(kls: Float64Array, halves: Float64Array, i: number, j: number, kl: number, bhattacharyya: number): void {
  kls[i]! += kl;
  kls[j]! += kl;
  halves[i]! += bhattacharyya;
  halves[j]! += bhattacharyya;
}
