import { checkList, ndArray } from '@latents/math';
import { checkJoint } from './table.js';

function distributionOf(where: string, p: ArrayLike<number>): ArrayLike<number> {
  return checkJoint(where, ndArray([p.length], p instanceof Float32Array ? p : Float64Array.from(p))).data;
}

function checkLengths(where: string, p: ArrayLike<number>, q: ArrayLike<number>): void {
  for (const list of [p, q]) checkList(where, 'probabilities', list);
  if (p.length !== q.length) {
    throw new RangeError(`${where}: expected p and q of equal length, got ${p.length} and ${q.length}.`);
  }
}

/**
 * KL(p || q), in nats, of two distributions over the same symbols; infinite where p has a symbol that q has not.
 *
 * @example
 * ```ts
 * import { relativeEntropy } from '@latents/infotheory/tables';
 *
 * relativeEntropy([1, 0], [0.5, 0.5]); // => 0.6931471805599453
 * relativeEntropy([0.5, 0.5], [1, 0]) === Infinity; // => true
 * ```
 * @throws RangeError if either is not a distribution (ERRATA E21: a sum of two has mass 2), or their lengths differ.
 */
export function relativeEntropy(p: ArrayLike<number>, q: ArrayLike<number>): number {
  checkLengths('relativeEntropy(p, q)', p, q);
  const [a, b] = [distributionOf('relativeEntropy(p)', p), distributionOf('relativeEntropy(p, q)', q)];
  let nats = 0;
  for (let i = 0; i < a.length; i++) if (a[i]! > 0) nats += a[i]! * Math.log(a[i]! / b[i]!);
  return Math.max(0, nats);
}

/**
 * The Jensen-Shannon divergence of two distributions, in nats: the mutual information between a draw and the coin, of
 * probability `weight` for p, that chose which of the two it came from. At most log 2.
 *
 * @throws RangeError as {@link relativeEntropy}, or unless `weight` is from 0 to 1.
 * @see Lin 1991; Stratos section 2.3 (ERRATA E25)
 */
export function jensenShannonDivergence(p: ArrayLike<number>, q: ArrayLike<number>, weight = 0.5): number {
  const where = 'jensenShannonDivergence(p, q, weight)';
  if (!(weight >= 0 && weight <= 1)) {
    throw new RangeError(`${where}: expected a weight from 0 to 1, got ${weight}.`);
  }
  checkLengths(where, p, q);
  return jensenShannonOf(distributionOf(where, p), distributionOf(where, q), weight);
}

/** {@link jensenShannonDivergence} of unchecked distributions: two divergences from the mixture, which do not cancel. */
export function jensenShannonOf(p: ArrayLike<number>, q: ArrayLike<number>, weight: number): number {
  let nats = 0;
  for (let i = 0; i < p.length; i++) {
    const [a, b] = [p[i]!, q[i]!];
    const mixture = weight * a + (1 - weight) * b;
    if (a > 0 && weight > 0) nats += weight * a * Math.log(a / mixture);
    if (b > 0 && weight < 1) nats += (1 - weight) * b * Math.log(b / mixture);
  }
  return Math.max(0, nats);
}
