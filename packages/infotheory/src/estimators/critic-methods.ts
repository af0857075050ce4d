import { type Bound, maximize, maximizeUnsound, type Objective, type Side } from '@latents/core';
import type { Tensor2D } from '@tensorflow/tfjs';
import { donskerVaradhan, infoNce, jensenShannonObjective, nwj, smile } from './score-bounds.js';

/** How a critic is trained and what its scores are then worth. */
export interface CriticMethod {
  readonly name: string;
  readonly side: Side;
  objective(scores: Tensor2D): Objective;
  evaluate(scores: Tensor2D): Bound<Side>;
  /** What the value on a batch of n pairs cannot exceed. */
  ceiling(n: number): number;
}

const unlimited = () => Infinity;

/** Donsker and Varadhan's value, as MINE trains it. */
export const mineMethod: CriticMethod = {
  name: 'MINE',
  side: 'none',
  objective: (scores) => maximizeUnsound(donskerVaradhan(scores)),
  evaluate: donskerVaradhan,
  ceiling: unlimited,
};

export const nwjMethod: CriticMethod = {
  name: 'NWJ',
  side: 'lower',
  objective: (scores) => maximize(nwj(scores)),
  evaluate: nwj,
  ceiling: unlimited,
};

export const infoNceMethod: CriticMethod = {
  name: 'InfoNCE',
  side: 'lower',
  objective: (scores) => maximize(infoNce(scores)),
  evaluate: infoNce,
  ceiling: Math.log,
};

/** Trained by the Jensen-Shannon objective, worth what {@link nwj} says of f + 1. */
export const jensenShannonMethod: CriticMethod = {
  name: 'Jensen-Shannon',
  side: 'lower',
  objective: (scores) => maximize(jensenShannonObjective(scores)),
  evaluate: (scores) => nwj(scores.add(1) as Tensor2D),
  ceiling: unlimited,
};

/**
 * Trained by the Jensen-Shannon objective, worth what {@link smile} says.
 *
 * @throws RangeError unless `clip` is positive.
 */
export function smileMethod(clip: number): CriticMethod {
  if (!(clip > 0)) throw new RangeError(`smileMethod(clip): expected a positive clip, got ${clip}.`);
  return {
    name: `SMILE, clip ${clip}`,
    side: 'none',
    objective: (scores) => maximize(jensenShannonObjective(scores)),
    evaluate: (scores) => smile(scores, clip),
    ceiling: unlimited,
  };
}
