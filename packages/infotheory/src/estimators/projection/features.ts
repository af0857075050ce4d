import { type ArrayInput, checkPositiveInteger, type NdArray, ndArray } from '@latents/math';
import { pointsOf } from '../estimate.js';

/** Functions of a vector, in whose span projections are sought: `[n, d]` to `[n, features]`. */
export interface FeatureMap {
  readonly name: string;
  /** How many features d coordinates have. */
  count(d: number): number;
  /** Throws a RangeError unless the points are `[n, d]` and finite. */
  apply(points: ArrayInput): NdArray<Float64Array>;
}

/**
 * All products of up to `degree` coordinates, with repetition, without the constant.
 *
 * @throws RangeError unless the degree is a positive integer.
 */
export function monomials(degree: number): FeatureMap {
  checkPositiveInteger('monomials(degree)', degree);
  const count = (d: number) => {
    // The binomial coefficient of d + degree over degree, less the constant.
    let product = 1;
    for (let i = 1; i <= degree; i++) product = (product * (d + i)) / i;
    return Math.round(product) - 1;
  };
  return {
    name: degree === 1 ? 'linear' : `degree ${degree}`,
    count,
    apply(input) {
      const { points, n, d } = pointsOf('features.apply(points)', input);
      const size = count(d);
      const out = new Float64Array(n * size);
      for (let i = 0; i < n; i++) {
        const row = points.data.subarray(i * d, (i + 1) * d);
        let at = i * size;
        // Each factor comes at or after the one before it, so that no product is made twice.
        const grow = (product: number, from: number, left: number) => {
          for (let j = from; j < d; j++) {
            out[at++] = product * row[j]!;
            if (left > 1) grow(product * row[j]!, j, left - 1);
          }
        };
        grow(1, 0, degree);
      }
      return ndArray([n, size], out);
    },
  };
}

/**
 * The coordinates times powers of the squared norm, x_i s^k, and s^k, for s = |x|^2 / d - 1 and k up to `order`: of the monomials of
 * degree 2 order + 1 those that turn with x. They are few in many dimensions too, and span what happens to scale and direction
 * together: a common volatility, a rotation that depends on the distance.
 *
 * @throws RangeError unless the order is a positive integer.
 */
export function radialFeatures(order: number): FeatureMap {
  checkPositiveInteger('radialFeatures(order)', order);
  const count = (d: number) => (d + 1) * (order + 1) - 1;
  return {
    name: `radial ${order}`,
    count,
    apply(input) {
      const { points, n, d } = pointsOf('features.apply(points)', input);
      const size = count(d);
      const out = new Float64Array(n * size);
      for (let i = 0, at = 0; i < n; i++) {
        const row = points.data.subarray(i * d, (i + 1) * d);
        let squares = 0;
        for (let j = 0; j < d; j++) squares += row[j]! * row[j]!;
        const s = squares / d - 1;
        for (let k = 0; k <= order; k++) {
          if (k > 0) out[at++] = s ** k;
          for (let j = 0; j < d; j++) out[at++] = s ** k * row[j]!;
        }
      }
      return ndArray([n, size], out);
    },
  };
}
