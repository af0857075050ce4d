import * as tf from '@tensorflow/tfjs';
import type { Describable } from './describable.js';
import { endsOf } from './ends.js';

/** Tails with less mass than this are not followed further. */
const NEGLIGIBLE = 1e-7;
/** A family whose masses do not vanish within this number of integers fails, as its masses cannot be added up. */
const MOST = 200_000;

/**
 * Returns the integers that have mass, in order: from the draws outwards in both directions, until the masses vanish or the
 * support ends. Needs neither quantiles nor an enumeration of the support.
 */
export function integersWithMass<R>(p: Describable<R>, draws: ArrayLike<number>): tf.Tensor {
  const { low, high } = endsOf(p.support);
  const drawn = Array.from(draws);
  let [first, last] = [Math.max(low, Math.min(...drawn)), Math.min(high, Math.max(...drawn))];
  for (let width = Math.max(16, last - first); last - first < MOST; width *= 2) {
    const [from, to] = [Math.max(low, first - width), Math.min(high, last + width)];
    const added = massBetween(p, from, first - 1) + massBetween(p, last + 1, to);
    [first, last] = [from, to];
    if (added < NEGLIGIBLE) break;
  }
  return tf.range(first, last + 1);
}

function massBetween<R>(p: Describable<R>, first: number, last: number): number {
  return last < first ? 0 : sumOfMasses(p, tf.range(first, last + 1));
}

/** Returns the masses of `values`, summed in float64. */
export function sumOfMasses<R>(p: Describable<R>, values: tf.Tensor): number {
  let sum = 0;
  for (const log of p.logProb(values).dataSync()) sum += Math.exp(log);
  return sum;
}
