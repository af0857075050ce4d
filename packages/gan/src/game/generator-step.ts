import { gradientPlayer, type TensorObjective } from '@latents/core';
import type { NdArray, Rng } from '@latents/math';
import type { Player } from '@latents/training';
import type * as tf from '@tensorflow/tfjs-core';
import type { GanObjective } from '../objectives/gan-objective.js';
import { checkBatch } from './check-batch.js';
import { moves, type PlayerOptions } from './discriminator-step.js';
import type { Game } from './game.js';
import { addNoise, type NoiseSchedule } from './instance-noise.js';

export interface GeneratorOptions extends PlayerOptions {
  readonly optimizer: tf.Optimizer;
  readonly objective: GanObjective;
  readonly criticSteps?: number;
  readonly instanceNoise?: NoiseSchedule;
}

/** G's move, on as many examples as one update of D. It does not learn from the batch's values. */
export function generatorStep(game: Game, options: GeneratorOptions): Player<NdArray> {
  const { objective, instanceNoise } = options;
  return moveGenerator(game, options, (count, rng, step) => {
    const made = addNoise(game.generate(count, rng), instanceNoise, step, rng);
    return objective.generator(game.judge(game.look(game.pack(made))));
  });
}

/** A move of G's variables by an objective of `count` generated examples. */
export function moveGenerator(
  game: Game,
  { optimizer, criticSteps = 1, ...options }: Pick<GeneratorOptions, 'optimizer' | 'criticSteps'> & PlayerOptions,
  objective: (count: number, rng: Rng, step: number) => TensorObjective,
): Player<NdArray> {
  return gradientPlayer<NdArray>({
    name: 'generator',
    variables: game.generatorVariables,
    optimizer,
    check: (batch) => checkBatch(`${game.where}.steps: generator`, batch, { ...game, updates: criticSteps }),
    ...moves(options),
    objective: (x, rng, step) => objective(x.shape[0]! / criticSteps, rng, step),
  });
}
