import { checkPositiveInteger, type NamedArrays, type Rng, withPrefix } from '@latents/math';
import type { ByteStore } from '../files/byte-store.js';
import type { EarlyStopping } from '../fit/early-stopping.js';
import type { Player } from '../fit/player.js';
import type { Reading } from '../fit/reading.js';
import type { Json } from './json.js';
import type { Stored } from './model.js';
import { encodeRun } from './model-file.js';
import { checkFiniteWeights, readWeights } from './parameters.js';

/** What a run is made of, as far as a checkpoint must keep it. */
export interface Run<B> {
  readonly model: Stored;
  /** The players that `fit` was given: their optimizers' state is kept too. */
  readonly players: Player<B> | readonly Player<B>[];
  /** The early stopping that watches the readings, if there is one: its best value and failures are kept too. */
  readonly stopping?: EarlyStopping;
}

export interface CheckpointOptions<B> extends Run<B> {
  readonly store: ByteStore;
  /** Number of steps between checkpoints. */
  readonly every: number;
  /** The stream that `fit` was given. */
  readonly rng: Rng;
}

/** The prefix of the early stopping's arrays in a checkpoint. */
export const STOPPING = 'stopping/';

/**
 * Passes readings on, and after every `every` steps, once all players have moved, writes the model's description and
 * weights, the players' settings and optimizer states, the random state and the step to the store as one `.safetensors`
 * file. It also writes when the stream ends, is aborted or is left, if steps were taken since the last checkpoint.
 *
 * {@link resume} goes on from it: over the same batches, with players made alike, the numbers are those of a run that was
 * never stopped, to the last bit. {@link load} reads the model out of it.
 *
 * A reading is passed on before its checkpoint is written, so a log behind this stream never misses a step that the
 * checkpoint holds. Weights or slots that are not finite are never written over finite ones.
 *
 * @throws RangeError if `every` is not a positive integer.
 * @throws Error while running, if a weight or slot is not finite. Errors of the store are passed on.
 */
export async function* checkpoint<B>(
  readings: AsyncIterable<Reading>,
  options: CheckpointOptions<B>,
): AsyncGenerator<Reading, void, undefined> {
  const { store, every, model, players, rng, stopping } = options;
  checkPositiveInteger('checkpoint(readings, { every })', every);
  let unsaved: number | undefined;
  let failed = false;
  const write = async (steps: number) => {
    unsaved = undefined;
    const arrays = await readWeights(model);
    const state = await stateOf(listOf(players), stopping);
    checkFiniteWeights(`checkpoint after step ${steps - 1}`, arrays);
    checkFiniteWeights(`checkpoint after step ${steps - 1}`, state);
    const run = { step: steps, rng: rng.state() as unknown as Json, players: settingsOf(players) };
    await store.write(encodeRun({ config: model.config, arrays, state, run }));
  };
  try {
    for await (const reading of readings) {
      // In the middle of a step the players do not fit together.
      unsaved = reading.endsStep ? reading.step + 1 : undefined;
      yield reading;
      if (unsaved !== undefined && unsaved % every === 0) await write(unsaved);
    }
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    if (unsaved !== undefined && !failed) await write(unsaved);
  }
}

/** Returns the settings of players, for a checkpoint. */
export function settingsOf<B>(players: Player<B> | readonly Player<B>[]): Json {
  return listOf(players).map(({ name, settings }) => ({ name, ...(settings !== undefined && { settings }) }));
}

/** Returns the prefix of a player's arrays in a checkpoint. A name may hold a slash, so it is encoded. */
export function prefixOf({ name }: { readonly name: string }): string {
  return `player/${encodeURIComponent(name)}/`;
}

/** Returns one player or several as a list. */
export function listOf<B>(players: Player<B> | readonly Player<B>[]): readonly Player<B>[] {
  return Array.isArray(players) ? (players as readonly Player<B>[]) : [players as Player<B>];
}

async function stateOf<B>(players: readonly Player<B>[], stopping: EarlyStopping | undefined): Promise<NamedArrays> {
  const parts: NamedArrays[] = stopping ? [withPrefix(STOPPING, stopping.state())] : [];
  for (const player of players) {
    const state = await player.state?.();
    if (state !== undefined) parts.push(withPrefix(prefixOf(player), state));
  }
  return Object.assign({}, ...parts) as NamedArrays;
}
