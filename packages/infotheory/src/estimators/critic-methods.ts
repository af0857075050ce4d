import { type TensorBound, type TensorObjective, tidyBound } from '@latents/core';
import { maximize, maximizeUnsound, type Side } from '@latents/training';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { donskerVaradhan, infoNce, interpolated, jensenShannonObjective, nwj, smile, tuba } from './score-bounds.js';

/** How a critic is trained and what its scores are then worth. */
export interface CriticMethod {
  readonly name: string;
  readonly side: Side;
  /** Whether a baseline, a function of y, is trained beside the critic; its logarithm, `[n, 1]`, is then given too. */
  readonly learnsBaseline?: true;
  objective(scores: Tensor2D, logBaseline?: Tensor2D): TensorObjective;
  evaluate(scores: Tensor2D, logBaseline?: Tensor2D): TensorBound<Side>;
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

/** TUBA with a baseline that is learned: {@link nwjMethod} when it is constant. */
export const tubaMethod: CriticMethod = {
  name: 'TUBA',
  side: 'lower',
  learnsBaseline: true,
  objective: (scores, logBaseline) => maximize(tuba(scores, logBaseline!)),
  evaluate: (scores, logBaseline) => tuba(scores, logBaseline!),
  ceiling: unlimited,
};

/**
 * Between {@link tubaMethod}, at alpha 0, and InfoNCE: bias against variance.
 *
 * @throws RangeError unless alpha is from 0 up to but not 1, which would leave the baseline without effect.
 */
export function interpolatedMethod(alpha: number): CriticMethod {
  if (!(alpha >= 0 && alpha < 1)) {
    throw new RangeError(`interpolatedMethod(alpha): expected alpha from 0 to below 1, got ${alpha}.`);
  }
  return {
    name: `interpolated, alpha ${alpha}`,
    side: 'lower',
    learnsBaseline: true,
    objective: (scores, logBaseline) => maximize(interpolated(scores, logBaseline!, alpha)),
    evaluate: (scores, logBaseline) => interpolated(scores, logBaseline!, alpha),
    ceiling: unlimited,
  };
}

/** Trained by the Jensen-Shannon objective, worth what {@link nwj} says of f + 1. */
export const jensenShannonMethod: CriticMethod = {
  name: 'Jensen-Shannon',
  side: 'lower',
  objective: (scores) => maximize(jensenShannonObjective(scores)),
  evaluate: (scores) => tidyBound(() => nwj(tf.add(scores, 1) as Tensor2D)),
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
