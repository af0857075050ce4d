import {
  elbo,
  type GradientPlayerOptions,
  importanceWeightedBound,
  type TensorObjective,
  tensorBound,
} from '@latents/core';
import { checkNonNegative, type Rng } from '@latents/math';
import { maximize, maximizeUnsound, scale } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { prepare, sequenceLogWeights, stepwiseElbo } from './bounds.js';
import { type FivoOptions, filteringBound, particleLogLikelihood } from './fivo.js';
import type { VrnnParts } from './parts.js';
import type { Sequences, SequenceTensors } from './sequences.js';

/** Which bound to train on, and how. */
export interface VrnnStepOptions extends Pick<GradientPlayerOptions<Sequences>, 'learningRate' | 'clipNorm'> {
  /** Default the ELBO; with `samples`, the importance-weighted or the particle filter's bound. */
  readonly objective?:
    | 'elbo'
    | { readonly importanceWeighted: number }
    | { readonly particles: Omit<FivoOptions, 'rng'> };
  /** The weight of the rate in the ELBO, or a function of the step's number (a warm-up). Default 1. */
  readonly beta?: number | ((step: number) => number);
  /** The least rate, in nats a step, that the ELBO is charged for ("free bits"). Default 0. */
  readonly freeNats?: number;
}

type MakeObjective = (batch: SequenceTensors, rng: Rng, step: number) => TensorObjective;

/**
 * What a training step maximises, in nats a step: the bound of a sequence divided by the batch's mean length.
 *
 * @throws RangeError for options that don't go together; while training for a beta that is negative or not finite.
 */
export function trainingObjective(parts: VrnnParts, options: VrnnStepOptions): MakeObjective {
  const { objective = 'elbo', beta = 1, freeNats = 0 } = options;
  if (objective !== 'elbo' && (beta !== 1 || freeNats !== 0)) {
    throw new RangeError(
      'vrnn.players(optimizer, { beta, freeNats }): expected them with the ELBO only, which has a rate of its own.',
    );
  }
  checkNonNegative('vrnn.players(optimizer, { freeNats })', freeNats);
  if (objective === 'elbo') {
    const weight = typeof beta === 'function' ? beta : () => beta;
    return (batch, rng, step) => elboObjective(parts, batch, rng, weight(step), freeNats);
  }
  if ('particles' in objective) {
    return (batch, rng) => {
      const { x, mask } = prepare(withTwoSteps(batch));
      const values = particleLogLikelihood(parts, x, mask, { ...objective.particles, rng });
      return maximize(scale(filteringBound(values), perStep(batch)));
    };
  }
  return (batch, rng) => {
    const weights = sequenceLogWeights(parts, prepare(withTwoSteps(batch)), {
      samples: objective.importanceWeighted,
      rng,
    });
    return maximize(scale(importanceWeightedBound(weights), perStep(batch)));
  };
}

function elboObjective(
  parts: VrnnParts,
  batch: SequenceTensors,
  rng: Rng,
  beta: number,
  freeNats: number,
): TensorObjective {
  if (!(beta >= 0 && beta < Infinity)) {
    throw new RangeError(`vrnn.players(optimizer, { beta }): expected a finite beta >= 0, got ${beta}.`);
  }
  const prepared = prepare(withTwoSteps(batch));
  const share = perStep(batch);
  const { reconstruction, rate } = stepwiseElbo(parts, prepared, rng);
  const plain = scale(elbo({ reconstruction: tf.sum(reconstruction, 0), rate: tf.sum(rate, 0) }), share);
  if (freeNats === 0 && beta === 1) return maximize(plain);
  // A rate charged at more than it is keeps a lower bound; charged at less, none.
  const charged = tf.reshape<tf.Rank.R0>(tf.mean(tf.sum(tf.maximum(rate, tf.mul(prepared.mask, freeNats)), 0)), []);
  const weighted = [
    ...plain.terms.filter(({ name }) => name !== 'rate'),
    { name: 'rate', nats: charged, weight: -beta * share },
  ];
  return beta >= 1
    ? maximize(tensorBound('lower', plain.of, weighted))
    : maximizeUnsound(tensorBound('none', plain.of, weighted));
}

/** With a step of padding where there is one step, so that the bound depends on the cell too, if by a gradient of zero. */
export function withTwoSteps({ x, lengths }: SequenceTensors): SequenceTensors {
  if (x.shape[1] !== 1) return { x, lengths };
  return { x: tf.concat([x, tf.zerosLike(x)], 1), lengths };
}

function perStep({ lengths }: SequenceTensors): number {
  return 1 / tf.mean(tf.cast(lengths, 'float32')).dataSync()[0]!;
}
