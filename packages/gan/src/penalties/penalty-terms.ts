import type { Rng } from '@latents/math';
import type { Json, Term } from '@latents/training';
import type * as tf from '@tensorflow/tfjs-core';
import type { Game } from '../game/game.js';
import { checkTwiceDifferentiable, type GradientPenalty } from './gradient-penalty.js';

/** Returns the terms of the penalties that are due at a step. */
export type PenaltyTerms = (step: number, real: tf.Tensor, fake: tf.Tensor, rng: Rng) => readonly Term<tf.Scalar>[];

/**
 * Checks penalties, and returns their terms as a function of the step and of packed rows.
 *
 * @throws TypeError if `penalties` is no array.
 * @throws RangeError for two penalties of one name: readings tell them apart by it.
 * @throws Error for a discriminator whose second derivatives are not known to be right.
 */
export function penaltyTerms(where: string, game: Game, penalties: readonly GradientPenalty[]): PenaltyTerms {
  if (!Array.isArray(penalties)) {
    throw new TypeError(`${where}: expected penalties to be an array, as [r1()], got ${typeof penalties}.`);
  }
  const names = penalties.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new RangeError(`${where}: expected penalties of distinct names, got '${twice}' twice. Add up their weights.`);
  }
  for (const name of names) checkTwiceDifferentiable(`${where} with ${name}`, game.notTwiceDifferentiable);
  const logits = (rows: tf.Tensor) => game.logits(game.features(rows));
  return (step, real, fake, rng) =>
    penalties
      .filter(({ every }) => step % every === 0)
      .map((penalty) => ({
        name: penalty.name,
        nats: penalty.value(logits, real, fake, rng),
        weight: -penalty.weight * penalty.every,
      }));
}

/** Returns the settings of penalties, compared when a run is resumed. */
export function penaltySettings(penalties: readonly GradientPenalty[]): Json {
  return penalties.map(({ name, weight, every }) => ({ name, weight, every }));
}
