import {
  elbo,
  type PlayerOptions,
  type TensorBound,
  type TensorObjective,
  tensorBound,
  tidyBound,
} from '@latents/core';
import { checkNonNegative, checkOptions, type Rng } from '@latents/math';
import { maximizeUnsound, type Schedule } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { prepare, stepwiseElbo } from './bounds.js';
import type { VrnnParts } from './parts.js';
import type { SequenceTensors } from './sequences.js';

/** Returns the bound that a player moves, of a batch of sequences. */
export type SequenceObjective = (batch: SequenceTensors, rng: Rng, step: number) => TensorBound | TensorObjective;

/** Training options. All have defaults. */
export interface VrnnPlayersOptions extends PlayerOptions {
  /**
   * The bound to move (default the ELBO): `(batch, rng) => vrnn.filteringBound(batch, { samples: 8, rng })`.
   */
  readonly objective?: SequenceObjective;
  /** Weight of the rate in the ELBO, or a function of the step's number (a warm-up). Default 1. */
  readonly beta?: number | Schedule;
  /**
   * Least rate per step, in nats, that the ELBO is charged for ("free bits"). Default 0. The charge is the term
   * `floored rate`; the term `rate`, of weight 0, is the true rate.
   */
  readonly freeNats?: number;
}

const OPTIONS = ['optimizer', 'learningRate', 'clipNorm', 'objective', 'beta', 'freeNats'] as const;

/**
 * Returns what a training step maximises, in nats per sequence.
 *
 * @throws RangeError for unknown options or options that exclude each other; while training, for a beta that is negative or
 * not finite.
 */
export function trainingObjective(parts: VrnnParts, options: VrnnPlayersOptions): SequenceObjective {
  checkOptions('vrnn.players(options)', options, OPTIONS);
  const { objective, beta = 1, freeNats = 0 } = options;
  if (objective !== undefined) {
    if (options.beta !== undefined || options.freeNats !== undefined) {
      throw new RangeError(
        'vrnn.players({ beta, freeNats }): expected them without an objective, as they belong to the ELBO, got them with one.',
      );
    }
    return (batch, rng, step) => objective(withTwoSteps(batch), rng, step);
  }
  checkNonNegative('vrnn.players({ freeNats })', freeNats);
  const weight = typeof beta === 'function' ? beta : () => beta;
  if (typeof beta !== 'function') checkNonNegative('vrnn.players({ beta })', beta);
  return (batch, rng, step) => {
    const beta = weight(step);
    checkNonNegative('vrnn.players({ beta })', beta);
    const bound = tidyBound(() => weightedElbo(parts, withTwoSteps(batch), rng, beta, freeNats));
    // A rate that is charged at less than it is leaves no lower bound.
    return beta >= 1 ? bound : maximizeUnsound({ ...bound, side: 'none' });
  };
}

/** Returns the settings that must be the same when a run is resumed. */
export function settingsOf({ objective, beta = 1, freeNats = 0 }: VrnnPlayersOptions) {
  if (objective !== undefined) return { objective: 'function' };
  return { beta: typeof beta === 'function' ? 'schedule' : beta, freeNats };
}

/** Returns the ELBO whose rate has the weight `beta` and counts as at least `freeNats` per step. */
function weightedElbo(
  parts: VrnnParts,
  batch: SequenceTensors,
  rng: Rng,
  beta: number,
  freeNats: number,
): TensorBound<'lower'> {
  const prepared = prepare(batch);
  const { reconstruction, rate } = stepwiseElbo(parts, prepared, rng);
  const perSequence = (steps: tf.Tensor) => tf.sum(steps, 0);
  const plain = elbo({ reconstruction: perSequence(reconstruction), rate: perSequence(rate) });
  const [gained, paid] = plain.terms as [(typeof plain.terms)[0], (typeof plain.terms)[0]];
  if (freeNats === 0) return tensorBound('lower', plain.of, [gained, { ...paid, weight: -beta }]);
  const charged = tf.mean(perSequence(tf.maximum(rate, tf.mul(prepared.mask, freeNats)))) as tf.Scalar;
  return tensorBound('lower', plain.of, [
    gained,
    { name: 'floored rate', nats: charged, weight: -beta },
    { ...paid, weight: 0 },
  ]);
}

/** Adds a step of padding where there is one step, so that every bound depends on the cell, if by a gradient of zero. */
export function withTwoSteps({ x, lengths }: SequenceTensors): SequenceTensors {
  if (x.shape[1] !== 1) return { x, lengths };
  return { x: tf.concat([x, tf.zerosLike(x)], 1), lengths };
}
