import type { Bottleneck } from './information-bottleneck.js';

/** Which codes are contradicted by others of the same curve, and by how much. */
export interface Convexity {
  /** For each code the index of the code that is best at its beta: its own unless it is contradicted. */
  readonly rival: readonly number[];
  /** The largest contradiction, in nats. */
  readonly worst: number;
}

/** Values every code at every beta: a global optimum is beaten at its own beta by none. */
export function convexityOf(codes: readonly Bottleneck[]): Convexity {
  let worst = 0;
  const rival = codes.map((own, i) => {
    let best = i;
    let least = own.lagrangian;
    for (const [j, { entropy, rate, relevance }] of codes.entries()) {
      const value = (1 - own.alpha) * entropy + own.alpha * rate - own.beta * relevance;
      if (value < least - 1e-12) {
        least = value;
        best = j;
      }
    }
    worst = Math.max(worst, own.lagrangian - least);
    return best;
  });
  return { rival, worst };
}
