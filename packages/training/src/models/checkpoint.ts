import {
  checkPositiveInteger,
  createRng,
  type NamedArrays,
  type Rng,
  type RngState,
  withoutPrefix,
  withPrefix,
} from '@latents/math';

import { decodeSafetensors, encodeSafetensors } from '../files/safetensors.js';
import type { Player } from '../fit/player.js';
import type { Reading } from '../fit/reading.js';

/** Where a checkpoint's bytes go. `write` must replace the old bytes whole or not at all. */
export interface ByteStore {
  write(bytes: Uint8Array): Promise<void>;
  /** The bytes last written, or undefined if there are none. */
  read(): Promise<Uint8Array | undefined>;
}

/** A model whose weights can be taken and given back. */
export interface Stateful {
  readonly config: { readonly kind: string };
  state(): Promise<NamedArrays>;
  restore(state: NamedArrays): Promise<void> | void;
}

export interface CheckpointOptions<B> {
  readonly store: ByteStore;
  /** After every how many steps. */
  readonly every: number;
  readonly model: Stateful;
  /** The players that `fit` was given: their optimizers' state is kept too. */
  readonly players: Player<B> | readonly Player<B>[];
  /** The stream that `fit` was given. */
  readonly rng: Rng;
}

/** Where a run stood. */
export interface Resumed {
  /** The next step to take: `fit(..., { startAt: step })`. */
  readonly step: number;
  /** The stream to give to `fit`. */
  readonly rng: Rng;
}

const KEY = 'latents.checkpoint';

/**
 * Passes readings on, and after every `every` steps, once all players have moved, writes weights, optimizer state, random
 * state and step to the store as one `.safetensors` file. A run resumed from it, over the same batches, with optimizers
 * made alike, gives the numbers of one never stopped. Weights that are not finite are never written over finite ones: a move may
 * overflow them after its bound was found finite.
 *
 * @throws RangeError if `every` is not a positive integer. While running: Error that names a weight that is not finite. What the store
 * throws is passed on.
 */
export async function* checkpoint<B>(
  readings: AsyncIterable<Reading>,
  { store, every, model, players, rng }: CheckpointOptions<B>,
): AsyncGenerator<Reading, void, undefined> {
  checkPositiveInteger('checkpoint(readings, { every })', every);
  const moves = listOf(players);
  for await (const reading of readings) {
    if (reading.endsStep && (reading.step + 1) % every === 0) {
      const weights = await model.state();
      checkFinite(weights, reading.step);
      const arrays: NamedArrays[] = [withPrefix('model/', weights)];
      for (const move of moves) {
        const state = await move.state?.();
        if (state !== undefined) arrays.push(withPrefix(prefixOf(move), state));
      }
      const stamp = { kind: model.config.kind, step: reading.step + 1, rng: rng.state() };
      await store.write(
        encodeSafetensors({ arrays: Object.assign({}, ...arrays), metadata: { [KEY]: JSON.stringify(stamp) } }),
      );
    }
    yield reading;
  }
}

/**
 * Gives model and players what {@link checkpoint} last wrote, and says where to go on; undefined if nothing was written.
 *
 * @throws Error if the store holds something else than a whole checkpoint, or one of another kind of model, architecture
 * or optimizer: model and players are then as they were.
 */
export async function resume<B>({
  store,
  model,
  players,
}: Pick<CheckpointOptions<B>, 'store' | 'model' | 'players'>): Promise<Resumed | undefined> {
  const bytes = await store.read();
  if (bytes === undefined) return undefined;
  const { arrays, metadata } = decodeSafetensors(bytes);
  const text = metadata[KEY];
  if (text === undefined)
    throw new Error(`resume: expected a checkpoint, got a file without '${KEY}' in its metadata.`);
  const stamp = stampOf(text);
  if (stamp.kind !== model.config.kind) {
    throw new Error(`resume: expected the checkpoint of a '${model.config.kind}', got one of a '${stamp.kind}'.`);
  }
  const rng = createRng(stamp.rng);
  const known = ['model/', ...listOf(players).map(prefixOf)];
  const stranger = Object.keys(arrays).find((name) => !known.some((prefix) => name.startsWith(prefix)));
  if (stranger !== undefined) {
    throw new Error(
      `resume: expected the state of ${known.join(', ')}, got '${stranger}' too. Give resume the players that the run had.`,
    );
  }
  const undo: (() => unknown)[] = [];
  try {
    for (const player of listOf(players)) {
      const before = await player.state?.();
      if (before !== undefined) undo.push(() => player.restore?.(before));
      await player.restore?.(withoutPrefix(prefixOf(player), arrays));
    }
    const before = await model.state();
    undo.push(() => model.restore(before));
    await model.restore(withoutPrefix('model/', arrays));
  } catch (error) {
    for (const put of undo.reverse()) await put();
    throw error;
  }
  return { step: stamp.step, rng };
}

function checkFinite(weights: NamedArrays, step: number): void {
  for (const [name, { data }] of Object.entries(weights)) {
    const value = data.find((weight) => !Number.isFinite(weight));
    if (value !== undefined) {
      throw new Error(
        `checkpoint: expected finite weights after step ${step}, got ${value} in '${name}'. The checkpoint before is kept. Lower the learning rate, or clip gradients.`,
      );
    }
  }
}

function stampOf(text: string): { readonly kind: string; readonly step: number; readonly rng: RngState } {
  try {
    const stamp: unknown = JSON.parse(text);
    if (typeof stamp === 'object' && stamp !== null && 'kind' in stamp && 'step' in stamp && 'rng' in stamp) {
      const { kind, step, rng } = stamp;
      if (typeof kind === 'string' && Number.isSafeInteger(step) && (step as number) >= 0) {
        return { kind, step: step as number, rng: rng as RngState };
      }
    }
  } catch {
    // Said below, with what was expected.
  }
  throw new Error(`resume: expected kind, step and rng under '${KEY}' in the checkpoint's metadata, got '${text}'.`);
}

/** A player's name may hold a slash, and must not be taken for a part of another's. */
function prefixOf({ name }: { readonly name: string }): string {
  return `name/${encodeURIComponent(name)}/`;
}

function listOf<B>(players: Player<B> | readonly Player<B>[]): readonly Player<B>[] {
  return Array.isArray(players) ? (players as readonly Player<B>[]) : [players as Player<B>];
}
