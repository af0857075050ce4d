import type { NdArray } from '@latents/math';
import { checkJoint, marginalOf } from './table.js';

/**
 * Returns I(A; B), in nats and never negative, of variables named by their axes: by default of a table with two.
 *
 * Summed as p log p / (p_a p_b), so that a small value does not drown in the difference of two entropies.
 *
 * @example
 * ```ts
 * import { jointOf, mutualInformation } from '@latents/infotheory/tables';
 *
 * mutualInformation(jointOf([[1, 0], [0, 1]])); // => 0.6931471805599453
 * ```
 * @throws RangeError if the table is not a joint distribution, has not the axes, or an axis is on both sides.
 */
export function mutualInformation(joint: NdArray, a: readonly number[] = [0], b: readonly number[] = [1]): number {
  return conditionalMutualInformation(joint, a, b, []);
}

/**
 * Returns I(A; B | C), in nats and never negative, of variables named by their axes.
 *
 * @throws RangeError as {@link mutualInformation}.
 */
export function conditionalMutualInformation(
  joint: NdArray,
  a: readonly number[],
  b: readonly number[],
  given: readonly number[],
): number {
  const table = checkJoint('mutualInformation(joint, a, b)', joint);
  const all = marginalOf(table, [...given, ...a, ...b]);
  const withA = marginalOf(table, [...given, ...a]).data;
  const withB = marginalOf(table, [...given, ...b]).data;
  const alone = marginalOf(table, given).data;
  const rows = withA.length / alone.length;
  const columns = withB.length / alone.length;
  let nats = 0;
  for (let i = 0; i < all.data.length; i++) {
    const p = all.data[i]!;
    if (p === 0) continue;
    const c = Math.floor(i / (rows * columns));
    nats += p * Math.log(((p / withA[Math.floor(i / columns)]!) * alone[c]!) / withB[c * columns + (i % columns)]!);
  }
  return Math.max(0, nats);
}
