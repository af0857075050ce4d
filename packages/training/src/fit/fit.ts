import type { Rng } from '@latents/math';
import type { Batches } from './batches.js';
import { NonFiniteError } from './non-finite-error.js';
import type { Move, Player } from './player.js';
import type { Reading } from './reading.js';

export interface FitOptions {
  /** Number of passes over the data. Give this or `steps`. */
  readonly epochs?: number;
  /** Number of the step before which to stop (counted from 0, not from `startAt`). */
  readonly steps?: number;
  /** Step `s` draws from `rng.fork(s)`: the run is a function of this stream's key, the batches and the model. */
  readonly rng: Rng;
  /** The first step to take: where `resume` says that a checkpoint stood. Default 0. */
  readonly startAt?: number;
  /** The stop button: the stream ends after the step under way. */
  readonly signal?: AbortSignal;
}

/** A stream of readings that knows how many steps the run has in all. */
export interface Readings extends AsyncGenerator<Reading, void, undefined> {
  readonly steps: number;
}

// Models under training, by identity: the only way to notice a second run that was started elsewhere.
const underTraining = new WeakSet<object>();

/**
 * Runs the players on each batch, in order, and yields a {@link Reading} per move. Leave the loop to stop early; wrap the
 * stream to add a progress bar, early stopping or checkpoints.
 *
 * @throws RangeError if there are no players or two of one name, if neither or both of `epochs` and `steps` are given, or
 * if they or `startAt` are not non-negative integers.
 * @throws TypeError if `data` are not batches, or `rng` is missing.
 * @throws Error while running, if another run is training the same model.
 * @throws NonFiniteError while running, if a bound or gradient is not finite; it names the player, step and term.
 * @throws DeviceLostError while running, if the browser takes the graphics device of the model away.
 * @example
 * ```ts
 * import { batches, createRng, createVae, fit, ndArray } from '@latents/autoencoders';
 *
 * const rng = createRng(0);
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: rng.split() });
 * const data = batches(ndArray([8, 4], new Float32Array(32)), { size: 4, rng: rng.split() });
 * const steps: number[] = [];
 * for await (const { step } of fit(vae.players(), data, { epochs: 1, rng: rng.split() })) steps.push(step);
 * steps; // => [0, 1]
 * ```
 */
export function fit<B>(players: Player<B> | readonly Player<B>[], data: Batches<B>, options: FitOptions): Readings {
  const all = Array.isArray(players) ? (players as readonly Player<B>[]) : [players as Player<B>];
  checkPlayers(all);
  if (typeof data?.at !== 'function' || !(data.perEpoch >= 1)) {
    throw new TypeError(
      `fit(players, data, options): expected batches with perEpoch and at(step), got ${described(data)}. Use batches(data, { size, rng }), or train(model, data, options).`,
    );
  }
  const steps = lastStep(options, data.perEpoch);
  if (typeof options.rng?.fork !== 'function') {
    throw new TypeError(
      `fit(players, data, { rng }): expected a stream as from createRng(seed), got ${typeof options.rng}.`,
    );
  }
  return Object.assign(run(all, data, options, steps), { steps });
}

async function* run<B>(
  players: readonly Player<B>[],
  data: Batches<B>,
  { rng, startAt = 0, signal }: FitOptions,
  end: number,
): AsyncGenerator<Reading, void, undefined> {
  const models = claim(players);
  const pause = breather();
  try {
    for (let step = startAt; step < end && !signal?.aborted; step++) {
      const { batch, examples } = data.at(step);
      const stepRng = rng.fork(step);
      for (const [index, player] of players.entries()) {
        const move = await player.take(batch, { step, rng: stepRng.fork(index) });
        assertFinite(move, player.name, step);
        const epoch = Math.floor(step / data.perEpoch);
        yield { step, epoch, player: player.name, endsStep: index === players.length - 1, examples, ...move };
      }
      await pause();
    }
  } finally {
    for (const model of models) underTraining.delete(model);
  }
}

/** Marks the players' models as under training. */
function claim<B>(players: readonly Player<B>[]): ReadonlySet<object> {
  const models = new Set(players.flatMap(({ model }) => (model === undefined ? [] : [model])));
  for (const model of models) {
    if (underTraining.has(model)) {
      throw new Error(
        'fit(players, data, options): expected a model that no other run is training, got one that is. Wait for the other run, leave its loop, or train a model of its own.',
      );
    }
  }
  for (const model of models) underTraining.add(model);
  return models;
}

function checkPlayers(players: readonly { readonly name: string }[]): void {
  const names = players.map((player) => player?.name);
  if (names.length === 0) throw new RangeError('fit(players, data, options): expected at least one player, got none.');
  if (names.some((name) => typeof name !== 'string')) {
    throw new TypeError(
      `fit(players, data, options): expected players, as model.players() returns, got ${described(players[0])}.`,
    );
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new RangeError(
      `fit(players, data, options): expected players of distinct names, got '${twice}' twice. Readings and checkpoints tell them apart by name.`,
    );
  }
}

function lastStep({ epochs, steps, startAt = 0 }: FitOptions, perEpoch: number): number {
  if ((epochs === undefined) === (steps === undefined)) {
    throw new RangeError('fit(players, data, options): expected either epochs or steps, got both or neither.');
  }
  for (const [name, value] of Object.entries({ epochs, steps, startAt })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) {
      throw new RangeError(`fit(players, data, { ${name} }): expected a non-negative integer, got ${value}.`);
    }
  }
  return steps ?? epochs! * perEpoch;
}

function assertFinite({ nats, terms }: Move, player: string, step: number): void {
  for (const [name, value] of Object.entries(terms)) {
    if (!Number.isFinite(value)) throw new NonFiniteError(player, step, name, value);
  }
  if (!Number.isFinite(nats)) throw new NonFiniteError(player, step, 'bound', nats);
}

/** Hands the event loop back often enough for a page or a stop button to stay alive, rarely enough to cost nothing. */
function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 12) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}

function described(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? 'an array' : `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'no keys'}`;
}
