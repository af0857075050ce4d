import * as tf from '@tensorflow/tfjs';
import type { Describable } from './describable.js';
import { integersWithMass } from './integers.js';

/**
 * Returns the values that have mass, `[values, ...eventShape]`, or undefined for a density.
 *
 * @param draws Draws from the distribution, from which the sum over integers starts.
 */
export function valuesWithMass<R>(p: Describable<R>, draws: tf.Tensor): tf.Tensor | undefined {
  const { kind, total = 0 } = p.support;
  const [n = 1] = p.eventShape;
  if (kind === 'integers') return integersWithMass(p, draws.dataSync());
  if (kind === 'one-hot') return tf.eye(n);
  if (kind === 'counts') return tf.tensor2d(compositions(total, n));
  if (kind === 'points') return draws.slice([0], [1]);
  return undefined;
}

/** All vectors of `parts` counts with the sum `total`. */
function compositions(total: number, parts: number): number[][] {
  if (parts === 1) return [[total]];
  const rows: number[][] = [];
  for (let first = 0; first <= total; first++) {
    for (const rest of compositions(total - first, parts - 1)) rows.push([first, ...rest]);
  }
  return rows;
}

/** Returns one number per event: the entries of a vector as digits. */
export function keysOf(events: tf.Tensor, base: number): Float32Array | number[] {
  if (events.rank === 1) return events.dataSync() as Float32Array;
  const rows = events.arraySync() as number[][];
  return rows.map((row) => row.reduce((key, digit) => key * base + digit, 0));
}
