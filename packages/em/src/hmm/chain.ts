import type { Semiring } from '../semirings/semiring.js';
import type { LogChain } from './log-forward-backward.js';

/** The value of all paths of a chain in a semiring; a path's labels are its states. */
export function chainValue<T>(
  semiring: Semiring<T>,
  { start, transitions, stop, emissions, states: m, steps }: LogChain,
): T {
  let front: T[] = Array.from({ length: m }, (_, j) => semiring.part(start[j]! + emissions[j]!, j));
  for (let t = 1; t < steps; t++) {
    const before = front;
    front = Array.from({ length: m }, (_, j) => {
      let sum = semiring.zero;
      for (let i = 0; i < m; i++) {
        const weight = transitions[i * m + j]! + emissions[t * m + j]!;
        if (weight > -Infinity) sum = semiring.plus(sum, semiring.times(before[i]!, semiring.part(weight, j)));
      }
      return sum;
    });
  }
  return front.reduce((sum, value, j) => {
    if (!stop) return semiring.plus(sum, value);
    return stop[j] === -Infinity ? sum : semiring.plus(sum, semiring.times(value, semiring.part(stop[j]!, STOP)));
  }, semiring.zero);
}

/** The label of the move to the end of the sequence. */
export const STOP = -1;

/** The likeliest path and its log weight, in arrays. */
export function viterbiPath({ start, transitions, stop, emissions, states: m, steps }: LogChain): {
  path: Int32Array;
  logProb: number;
} {
  const from = new Int32Array(steps * m);
  let score = Float64Array.from({ length: m }, (_, j) => start[j]! + emissions[j]!);
  for (let t = 1; t < steps; t++) {
    const next = new Float64Array(m).fill(-Infinity);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        const value = score[i]! + transitions[i * m + j]!;
        if (value > next[j]!) {
          next[j] = value;
          from[t * m + j] = i;
        }
      }
    }
    for (let j = 0; j < m; j++) next[j]! += emissions[t * m + j]!;
    score = next;
  }
  if (stop) score = score.map((value, j) => value + stop[j]!);
  let best = 0;
  for (let j = 1; j < m; j++) if (score[j]! > score[best]!) best = j;
  const path = new Int32Array(steps);
  path[steps - 1] = best;
  for (let t = steps - 1; t > 0; t--) path[t - 1] = from[t * m + path[t]!]!;
  return { path, logProb: score[best]! };
}

/** A derivation's labels without the stop. */
export function pathOf(labels: number[]): Int32Array {
  return Int32Array.from(labels.filter((label) => label >= 0));
}
