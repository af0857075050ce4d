import type { NdArray } from '@latents/math';
import { checkJoint, marginalOf } from './table.js';

/** Returns -sum p log p of unchecked probabilities, in nats, never negative; 0 log 0 is 0. */
export function entropyOf(probabilities: ArrayLike<number>): number {
  let nats = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    if (p > 0) nats -= p * Math.log(p);
  }
  return Math.max(0, nats);
}

/**
 * The entropy, in nats, of all the variables of a joint table together, or of those on the given axes.
 *
 * @param joint Probabilities, one axis a variable; `[n]` is one variable.
 * @example
 * ```ts
 * import { entropy, jointOf } from '@latents/infotheory/tables';
 *
 * const joint = jointOf([[1, 1], [1, 1]]);
 * entropy(joint); // => 1.3862943611198906
 * entropy(joint, [0]); // => 0.6931471805599453
 * ```
 * @throws RangeError if the table is not a joint distribution, or has not the axes.
 */
export function entropy(joint: NdArray, axes?: readonly number[]): number {
  const table = checkJoint('entropy(joint)', joint);
  return entropyOf(axes === undefined ? table.data : marginalOf(table, axes).data);
}

/**
 * H(of | given), in nats, of variables named by their axes: the mean entropy that is left in the one when the other is known.
 *
 * @throws RangeError as {@link entropy}, or if an axis is on both sides.
 */
export function conditionalEntropy(joint: NdArray, of: readonly number[], given: readonly number[]): number {
  const table = checkJoint('conditionalEntropy(joint, of, given)', joint);
  const both = marginalOf(table, [...given, ...of]);
  const known = marginalOf(table, given).data;
  const width = both.data.length / known.length;
  let nats = 0;
  for (let i = 0; i < both.data.length; i++) {
    const p = both.data[i]!;
    if (p > 0) nats -= p * Math.log(p / known[Math.floor(i / width)]!);
  }
  return Math.max(0, nats);
}
