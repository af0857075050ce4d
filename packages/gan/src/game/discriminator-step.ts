import {
  type GradientPlayerOptions,
  gradientPlayer,
  type NamedVariables,
  type TensorBound,
  type TensorObjective,
  tensorBound,
} from '@latents/core';
import { checkPositiveInteger, type NdArray, type Rng, sizeOfShape, takeRows } from '@latents/math';
import type { Player, Term } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { GanObjective } from '../objectives/gan-objective.js';
import { checkTwiceDifferentiable, type GradientPenalty } from '../penalties/gradient-penalty.js';
import { checkBatch } from './check-batch.js';
import type { Game } from './game.js';
import { addNoise, type NoiseSchedule } from './instance-noise.js';
import { normalize } from './normalization.js';
import { Replay, type ReplayOptions } from './replay.js';

/** The learning rate of each step (of all D's updates in it), and the norm that a gradient is clipped to. */
export type PlayerOptions = Pick<GradientPlayerOptions<NdArray>, 'learningRate' | 'clipNorm'>;

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

/** Who moves with D, and raises something more of the same generated examples: Q in an InfoGAN. */
export interface Companion {
  readonly player: string;
  readonly variables: NamedVariables;
  /** What its terms are of. */
  readonly of: string;
  /** Generated examples, and the terms that are added to D's once D's features of them are there. */
  generate(count: number, rng: Rng): { readonly made: tf.Tensor; terms(seen: tf.Tensor): readonly Term<tf.Scalar>[] };
}

/** D's move, or D's with a companion. What G generated is a constant to it: only D's variables are differentiated (ERRATA E33). */
export function discriminatorStep(game: Game, options: DiscriminatorOptions, companion?: Companion): Player<NdArray> {
  const { objective, penalty, criticSteps = 1, instanceNoise, separateBatches = true } = options;
  const where = `${game.where}.steps: discriminator`;
  checkPositiveInteger(where, criticSteps, 'criticSteps');
  if (penalty !== undefined) checkTwiceDifferentiable(`${where} with ${penalty.name}`, game.notTwiceDifferentiable);
  const width = sizeOfShape(game.dataShape);
  const replay = options.replay && new Replay(options.replay, width);
  const player = gradientPlayer<NdArray>({
    name: companion ? `discriminator and ${companion.player}` : 'discriminator',
    variables: { ...game.discriminatorVariables, ...companion?.variables },
    optimizer: options.optimizer,
    ...moves(options),
    objective: (x, rng, step) => {
      const count = x.shape[0]!;
      const { made, terms } = companion?.generate(count, rng) ?? { made: game.generate(count, rng), terms: undefined };
      const real = addNoise(normalize(x, game.normalization), instanceNoise, step, rng);
      const fake = addNoise(replay === undefined ? made : replay.mix(made, rng), instanceNoise, step, rng);
      const judged = judgeBoth(game, game.pack(real), game.pack(fake), separateBatches);
      let moved = objective.discriminator(judged.real, judged.fake);
      if (companion !== undefined) {
        // The companion's terms are of what G made now, without noise or old examples.
        const clear = fake === made ? judged.seen() : game.look(game.pack(made));
        moved = add(moved, `${moved.bound.of} + ${companion.of}`, terms!(clear));
      }
      if (penalty === undefined || step % penalty.every !== 0) return moved;
      const nats = penalty.value((at) => game.judge(game.look(at)), game.pack(real), game.pack(fake), rng);
      // A bound less something that is not negative is a bound on the same side from below, and none from above.
      return add(moved, moved.bound.of, [{ name: penalty.name, nats, weight: -penalty.weight * penalty.every }]);
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

/** D's logits of real and of generated rows, and what it saw in the latter. */
function judgeBoth(game: Game, real: tf.Tensor, fake: tf.Tensor, separate: boolean) {
  if (separate) {
    const seen = game.look(fake);
    return { real: game.judge(game.look(real)), fake: game.judge(seen), seen: () => seen };
  }
  const rows = real.shape[0]!;
  const both = game.look(tf.concat([real, fake]));
  const logits = game.judge(both);
  return { real: tf.slice(logits, 0, rows), fake: tf.slice(logits, rows), seen: () => tf.slice(both, rows) };
}

function share(batch: NdArray, index: number, rows: number): NdArray {
  return takeRows(
    batch,
    Uint32Array.from({ length: rows }, (_, i) => index * rows + i),
  );
}

/** The same move of a bound on the same side, with more terms. */
function add(moved: TensorObjective, of: string, more: readonly Term<tf.Scalar>[]): TensorObjective {
  const { side, terms }: TensorBound = moved.bound;
  return { ...moved, bound: tensorBound(side, of, [...terms, ...more]) };
}
