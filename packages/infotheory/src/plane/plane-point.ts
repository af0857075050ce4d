import { checkNdArray, type NdArray } from '@latents/math';
import { type Bound, bound } from '@latents/training';

/** A quantity between two bounds, equal where it is exact. */
export interface PlaneCoordinate {
  readonly lower: Bound<'lower'>;
  readonly upper: Bound<'upper'>;
  /** What to draw, in nats: between the two, on no side of its own. */
  readonly estimate: number;
}

/** Where a layer T lies in the information plane. */
export interface PlanePoint {
  /** I(X; T). */
  readonly rate: PlaneCoordinate;
  /** I(Y; T). */
  readonly relevance: PlaneCoordinate;
}

/**
 * A way of making the information in a deterministic layer finite: what it measures is a property of the method as much as of the
 * network, so results carry its name.
 */
export interface PlaneMethod {
  /** The name and its setting: `'bins of width 0.1'`. */
  readonly name: string;
  /**
   * @param activity `[n, ...units]`: the layer's output for each of n examples, taken as all there is, equally likely.
   * @param labels As many non-negative integers.
   * @throws RangeError for activity that is empty or not finite, or labels that are not as many non-negative integers.
   */
  point(activity: NdArray, labels: ArrayLike<number>): PlanePoint;
}

/** Each coordinate as lower bound, estimate, upper bound. */
export function planePoint(
  rate: readonly [number, number, number],
  relevance: readonly [number, number, number],
): PlanePoint {
  const coordinate = (of: string, [low, estimate, high]: readonly [number, number, number]): PlaneCoordinate => ({
    lower: bound('lower', of, [{ name: of, nats: low, weight: 1 }]),
    upper: bound('upper', of, [{ name: of, nats: high, weight: 1 }]),
    estimate: Math.min(high, Math.max(low, estimate)),
  });
  return { rate: coordinate('I(X; T)', rate), relevance: coordinate('I(Y; T)', relevance) };
}

/** Throws a RangeError unless activity and labels are what {@link PlaneMethod.point} takes. Returns examples and units. */
export function checkActivity(
  where: string,
  activity: NdArray,
  labels: ArrayLike<number>,
): { n: number; units: number } {
  checkNdArray(where, 'activity', activity, { finite: false });
  const { shape, data } = activity;
  const n = shape[0] ?? 0;
  if (n === 0 || data.length === 0) {
    throw new RangeError(`${where}: expected activity [examples, units] of at least one each, got shape [${shape}].`);
  }
  if (labels.length !== n)
    throw new RangeError(`${where}: expected ${n} labels, one an example, got ${labels.length}.`);
  const bad = (data as Float32Array).findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw new RangeError(`${where}: expected finite activity, got ${data[bad]} at index ${bad}.`);
  for (let i = 0; i < n; i++) {
    if (!Number.isInteger(labels[i]) || labels[i]! < 0) {
      throw new RangeError(`${where}: expected labels that are integers >= 0, got ${labels[i]} at index ${i}.`);
    }
  }
  return { n, units: data.length / n };
}
