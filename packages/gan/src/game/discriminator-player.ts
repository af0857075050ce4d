import { type TensorObjective, tensorBound } from '@latents/core';
import { checkPositiveInteger, type NdArray, sizeOfShape, takeRows } from '@latents/math';
import type { Json, Player, PlayerContext } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { penaltySettings, penaltyTerms } from '../penalties/penalty-terms.js';
import { withTake } from './attribute-non-finite.js';
import { checkBatch } from './check-batch.js';
import type { Game } from './game.js';
import { addNoise } from './instance-noise.js';
import { normalize } from './normalization.js';
import { type GameOptions, gradientOptions, scheduleSetting } from './player-options.js';
import { Replay } from './replay.js';

/**
 * Returns the player who moves D. G's examples are constants to it: only D's variables are differentiated (ERRATA E33).
 *
 * @param settings Further settings, compared when a run is resumed.
 */
export function discriminatorPlayer(
  game: Game,
  { discriminator, instanceNoise }: GameOptions,
  settings: { readonly [name: string]: Json } = {},
): Player<NdArray> {
  const { objective, penalties = [], criticSteps, separateBatches = true } = discriminator;
  const where = `${game.where}: discriminator`;
  checkPositiveInteger(where, criticSteps, 'criticSteps');
  const charges = penaltyTerms(where, game, penalties);
  const replay = discriminator.replay && new Replay(discriminator.replay, sizeOfShape(game.dataShape));
  const player = game.player({
    name: game.discriminatorName,
    variables: game.discriminatorVariables,
    ...gradientOptions(discriminator),
    settings: {
      objective: objective.name,
      penalties: penaltySettings(penalties),
      criticSteps,
      instanceNoise: scheduleSetting(instanceNoise),
      separateBatches,
      replay: replay ? { size: replay.size, fraction: replay.fraction } : null,
      ...settings,
    },
    objective: (x, rng, step) => {
      const { examples, information } = game.generate(x.shape[0]!, rng);
      const real = game.pack(addNoise(normalize(x, game.normalization), instanceNoise, step, rng));
      const shown = addNoise(replay === undefined ? examples : replay.mix(examples, rng), instanceNoise, step, rng);
      const fake = game.pack(shown);
      const judged = logitsOfBoth(game, real, fake, separateBatches);
      const played = objective.discriminator(judged.real, judged.fake);
      // Information is of the examples that G makes now, without noise or old examples.
      const features = () => (shown === examples ? judged.fakeFeatures() : game.features(game.pack(examples)));
      const told = information ? plus(played, information(features()), ' + lambda I(c; G)') : played;
      return plus(told, charges(step, real, fake, rng));
    },
  });
  const updates = { ...game, updates: criticSteps };
  return withTake(
    player,
    (batch, context) => {
      checkBatch(where, batch, updates);
      return takeInTurn(keeping(player, replay), batch, context, criticSteps);
    },
    withReplay(where, player, replay),
  );
}

/** Moves the player on each share of the batch in turn, and returns the last move. */
async function takeInTurn(
  player: Pick<Player<NdArray>, 'take'>,
  batch: NdArray,
  { step, rng }: PlayerContext,
  shares: number,
) {
  const rows = batch.shape[0]! / shares;
  const share = (index: number) =>
    takeRows(
      batch,
      Uint32Array.from({ length: rows }, (_, i) => index * rows + i),
    );
  for (let k = 0; k < shares - 1; k++) await player.take(share(k), { step, rng: rng.fork(k) });
  return player.take(share(shares - 1), { step, rng: rng.fork(shares - 1) });
}

/** Keeps some of the examples of each move, if there is a replay. */
function keeping(player: Player<NdArray>, replay: Replay | undefined): Pick<Player<NdArray>, 'take'> {
  if (replay === undefined) return player;
  return {
    take: async (batch, context) => {
      try {
        return await player.take(batch, context);
      } finally {
        await replay.keep();
      }
    },
  };
}

/** Keeps old examples, if there are any, with the state of the optimizer. */
function withReplay(
  where: string,
  player: Player<NdArray>,
  replay: Replay | undefined,
): Pick<Player<NdArray>, 'state' | 'restore'> {
  return {
    state: async () => ({ ...(await player.state!()), ...replay?.state() }),
    restore: async ({ replay: kept, ...optimizer }) => {
      if (replay === undefined) {
        if (kept === undefined) return player.restore!(optimizer);
        throw new Error(`${where}.restore(state): expected the replay option that the run had, got none.`);
      }
      const before = replay.state();
      replay.restore(kept === undefined ? {} : { replay: kept });
      try {
        await player.restore!(optimizer);
      } catch (error) {
        replay.restore(before);
        throw error;
      }
    },
  };
}

/** Returns D's logits of real and of generated rows, and its features of the generated ones. */
function logitsOfBoth(game: Game, real: tf.Tensor, fake: tf.Tensor, separate: boolean) {
  if (separate) {
    const features = game.features(fake);
    return { real: game.logits(game.features(real)), fake: game.logits(features), fakeFeatures: () => features };
  }
  const rows = real.shape[0]!;
  const both = game.features(tf.concat([real, fake]));
  const logits = game.logits(both);
  return { real: tf.slice(logits, 0, rows), fake: tf.slice(logits, rows), fakeFeatures: () => tf.slice(both, rows) };
}

/**
 * Adds terms to an objective that goes up, or subtracts them from one that goes down. The bound keeps its side: penalties are
 * not negative, and information is bounded from below.
 */
function plus(objective: TensorObjective, more: TensorObjective['bound']['terms'], of = ''): TensorObjective {
  if (more.length === 0) return objective;
  const { side, terms, of: before } = objective.bound;
  const sign = objective.direction === 'up' ? 1 : -1;
  const signed = more.map((term) => ({ ...term, weight: sign * term.weight }));
  return { ...objective, bound: tensorBound(side, before + of, [...terms, ...signed]) };
}
