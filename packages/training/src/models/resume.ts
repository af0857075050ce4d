import { createRng, type Rng, type RngState, withoutPrefix } from '@latents/math';
import type { ByteStore } from '../files/byte-store.js';
import { listOf, prefixOf, type Run, STOPPING, settingsOf } from './checkpoint.js';
import { firstDifference, inWords, type Json } from './json.js';
import { compare } from './load.js';
import { decodeRun, type SavedRun } from './model-file.js';
import { checkArrays, checkFiniteWeights, readWeights } from './parameters.js';

export interface ResumeOptions<B> extends Run<B> {
  readonly store: ByteStore;
  /** Keys or paths of the description or the settings that may differ: `['learningRate']`. */
  readonly ignore?: readonly string[];
}

/** The place where a run stood. */
export interface Resumed {
  /** The next step to take: `fit(..., { startAt: step })`. */
  readonly step: number;
  /** The stream to give to `fit`. */
  readonly rng: Rng;
}

const WHERE = 'resume({ model, players, store })';

/**
 * Gives model, players and early stopping what `checkpoint` last wrote.
 *
 * @returns The place to go on from, or undefined if the store holds nothing.
 * @throws Error if the store holds something else than a whole checkpoint, or one of another model, other settings of the
 * players or another early stopping: it names the first difference and both values. Model and players are then as they
 * were. `{ ignore: ['learningRate'] }` allows a difference that is meant.
 * @example
 * ```ts
 * import { batches, checkpoint, createRng, createVae, fit, ndArray, resume } from '@latents/autoencoders';
 *
 * let bytes: Uint8Array | undefined;
 * const store = { read: async () => bytes, write: async (written: Uint8Array) => void (bytes = written) };
 * const data = batches(ndArray([8, 4], new Float32Array(32)), { size: 4, rng: createRng(1) });
 * const rng = createRng(2);
 *
 * const model = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const players = model.players();
 * for await (const _ of checkpoint(fit(players, data, { steps: 3, rng }), { model, players, store, every: 100, rng }));
 * (await resume({ model, players, store }))?.step; // => 3
 * ```
 */
export async function resume<B>(options: ResumeOptions<B>): Promise<Resumed | undefined> {
  const { store, model, stopping, ignore = [] } = options;
  const players = listOf(options.players);
  const bytes = await store.read();
  if (bytes === undefined) return undefined;
  const saved = decodeRun(WHERE, bytes);
  const { step, rng, settings } = runOf(saved.run);
  compare(WHERE, model.config, saved.config, ignore);
  const difference = firstDifference({ players: settingsOf(players) }, { players: settings }, ignore);
  if (difference) {
    throw new Error(
      `${WHERE}: ${inWords(difference)} in the checkpoint. Make the players as the run did, or pass { ignore: ['${difference.path.slice(difference.path.lastIndexOf('.') + 1)}'] } if the difference is meant.`,
    );
  }
  checkArrays(WHERE, model.parameters, saved.arrays);
  checkFiniteWeights(WHERE, saved.state);
  checkOwners(saved, [...players.map(prefixOf), ...(stopping ? [STOPPING] : [])]);
  const undo: (() => unknown)[] = [];
  try {
    for (const player of players) {
      const before = await player.state?.();
      if (before !== undefined) undo.push(() => player.restore?.(before));
      await player.restore?.(withoutPrefix(prefixOf(player), saved.state));
    }
    if (stopping) {
      const before = stopping.state();
      undo.push(() => stopping.restore(before));
      stopping.restore(withoutPrefix(STOPPING, saved.state));
    }
    const before = await readWeights(model);
    undo.push(() => model.assign(before));
    model.assign(saved.arrays);
  } catch (error) {
    for (const put of undo.reverse()) await put();
    throw error;
  }
  return { step, rng };
}

/** Throws an Error that names an array of the checkpoint that belongs to nobody here. */
function checkOwners({ state }: SavedRun, known: readonly string[]): void {
  const stranger = Object.keys(state).find((name) => !known.some((prefix) => name.startsWith(prefix)));
  if (stranger === undefined) return;
  const cure = stranger.startsWith(STOPPING) ? 'Give resume the early stopping' : 'Give resume the players';
  throw new Error(
    `${WHERE}: expected the state of ${known.join(', ') || 'no player'}, got '${stranger}' too. ${cure} that the run had.`,
  );
}

function runOf(run: Json): { readonly step: number; readonly rng: Rng; readonly settings: Json } {
  if (typeof run === 'object' && run !== null && !Array.isArray(run)) {
    const { step, rng, players } = run as { readonly [key: string]: Json };
    if (Number.isSafeInteger(step) && (step as number) >= 0 && typeof rng === 'object' && Array.isArray(players)) {
      return { step: step as number, rng: createRng(rng as unknown as RngState), settings: players };
    }
  }
  throw new Error(
    `${WHERE}: expected step, rng and players of a run in the checkpoint's metadata, got ${JSON.stringify(run).slice(0, 100)}.`,
  );
}
