import {
  type Bound,
  bound,
  type GradientStepOptions,
  gradientStep,
  type NdArray,
  type Objective,
  type Rng,
  type Step,
  takeRows,
} from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import type { GanObjective } from '../objectives/gan-objective.js';
import { checkTwiceDifferentiable, type GradientPenalty } from '../penalties/gradient-penalty.js';
import { checkBatch } from './check-batch.js';
import type { Game } from './game.js';
import { addNoise, type NoiseSchedule } from './instance-noise.js';
import { normalize } from './normalization.js';
import { Replay, type ReplayOptions } from './replay.js';

/** The learning rate of each step (of all D's updates in it), and the norm that a gradient is clipped to. */
export type PlayerOptions = Pick<GradientStepOptions<NdArray>, 'learningRate' | 'clipNorm'>;

export interface DiscriminatorOptions extends PlayerOptions {
  readonly optimizer: tf.Optimizer;
  readonly objective: GanObjective;
  readonly penalty?: GradientPenalty;
  /** How often D moves each time that G moves (default 1); each time on its own share of the batch. */
  readonly criticSteps?: number;
  /** The standard deviation of noise added to what D sees. */
  readonly instanceNoise?: NoiseSchedule;
  /** Whether real and generated examples go through D apart (default), or as one batch. */
  readonly separateBatches?: boolean;
  readonly replay?: ReplayOptions;
}

/** D's move. What G generated is a constant to it: only D's variables are differentiated (ERRATA E33). */
export function discriminatorStep(game: Game, options: DiscriminatorOptions): Step<NdArray> {
  const { objective, penalty, criticSteps = 1, instanceNoise, separateBatches = true } = options;
  const where = `${game.where}.steps: discriminator`;
  if (!Number.isInteger(criticSteps) || criticSteps < 1) {
    throw new RangeError(`${where}: expected criticSteps to be a positive integer, got ${criticSteps}.`);
  }
  if (penalty !== undefined) checkTwiceDifferentiable(`${where} with ${penalty.name}`, game.notTwiceDifferentiable);
  const width = game.dataShape.reduce((product, n) => product * n, 1);
  const replay = options.replay && new Replay(options.replay, width);
  const player = gradientStep<NdArray>({
    player: 'discriminator',
    variables: game.discriminatorVariables,
    optimizer: options.optimizer,
    ...moves(options),
    objective: (x, rng, step) => {
      const shown = (examples: tf.Tensor) => game.pack(addNoise(examples, instanceNoise, step, rng));
      const made = game.generate(x.shape[0]!, rng);
      const real = shown(normalize(x, game.normalization));
      const fake = shown(replay === undefined ? made : replay.mix(made, rng));
      const moved = objective.discriminator(...logitsOf(game, real, fake, separateBatches));
      return penalty === undefined || step % penalty.every !== 0
        ? moved
        : charge(moved, penalty, (at) => game.judge(at), real, fake, rng);
    },
  });
  const check = { ...game, updates: criticSteps };
  return {
    ...player,
    async take(batch, { step, rng }) {
      checkBatch(where, batch, check);
      const rows = batch.shape[0]! / criticSteps;
      for (let k = 0; k < criticSteps - 1; k++) {
        await player.take(share(batch, k, rows), { step, rng: rng.fork(k) });
      }
      return player.take(share(batch, criticSteps - 1, rows), { step, rng: rng.fork(criticSteps - 1) });
    },
    state: async () => ({ ...(await player.state!()), ...replay?.state() }),
    restore: async (state) => {
      const { replay: kept, ...optimizer } = state;
      if (kept !== undefined && replay === undefined) {
        throw new Error(`${where}.restore(state): expected the replay option that the run had, got none.`);
      }
      await player.restore!(optimizer);
      replay?.restore(kept === undefined ? {} : { replay: kept });
    },
  };
}

/** What is given of the options of a player's moves. */
export function moves({ learningRate, clipNorm }: PlayerOptions = {}): PlayerOptions {
  return { ...(learningRate && { learningRate }), ...(clipNorm !== undefined && { clipNorm }) };
}

function logitsOf(game: Game, real: tf.Tensor, fake: tf.Tensor, separate: boolean): [tf.Tensor, tf.Tensor] {
  if (separate) return [game.judge(real), game.judge(fake)];
  const both = game.judge(tf.concat([real, fake]));
  return tf.split(both, [real.shape[0]!, fake.shape[0]!]) as [tf.Tensor, tf.Tensor];
}

function share(batch: NdArray, index: number, rows: number): NdArray {
  return takeRows(
    batch,
    Uint32Array.from({ length: rows }, (_, i) => index * rows + i),
  );
}

/** A bound less something that is not negative is a bound on the same side from below, and none from above. */
function charge(
  moved: Objective,
  penalty: GradientPenalty,
  judge: (x: tf.Tensor) => tf.Tensor,
  real: tf.Tensor,
  fake: tf.Tensor,
  rng: Rng,
): Objective {
  const { side, of, terms }: Bound = moved.bound;
  const nats = penalty.value(judge, real, fake, rng);
  const charged = bound(side, of, [...terms, { name: penalty.name, nats, weight: -penalty.weight * penalty.every }]);
  return { ...moved, bound: charged };
}
