import type { NdArray } from '@latents/math';
import { entropyOf } from './entropy.js';
import { checkJoint, marginalOf } from './table.js';

/**
 * The total correlation of all the variables of a table, in nats: sum of the entropies minus the joint entropy, which is
 * KL(joint || product of marginals). With two variables it is the mutual information.
 *
 * @throws RangeError if the table is not a joint distribution.
 * @see Watanabe 1960
 */
export function totalCorrelation(joint: NdArray): number {
  const table = checkJoint('totalCorrelation(joint)', joint);
  const alone = table.shape.reduce((sum, _, axis) => sum + entropyOf(marginalOf(table, [axis]).data), 0);
  return Math.max(0, alone - entropyOf(table.data));
}

/**
 * The interaction information of all the variables of a table, in nats, with the sign for which two variables have their mutual
 * information, and three have I(A; B) - I(A; B | C): positive for redundancy, negative for synergy (-log 2 for the exclusive or).
 *
 * @throws RangeError if the table is not a joint distribution.
 * @see McGill 1954 (with the opposite sign for three variables); Bell 2003, "The co-information lattice"
 */
export function interactionInformation(joint: NdArray): number {
  const table = checkJoint('interactionInformation(joint)', joint);
  const rank = table.shape.length;
  let nats = 0;
  for (let subset = 1; subset < 2 ** rank; subset++) {
    const axes = table.shape.map((_, axis) => axis).filter((axis) => (subset >> axis) & 1);
    nats += (axes.length % 2 === 1 ? 1 : -1) * entropyOf(marginalOf(table, axes).data);
  }
  return nats;
}
