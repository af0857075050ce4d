import type { Rng } from '@latents/math';
import type { Batches } from './batches.js';
import { NonFiniteError } from './non-finite-error.js';
import type { Move, Player } from './player.js';
import type { Reading } from './reading.js';

export interface FitOptions {
  /** How many passes over the data. Give this or `steps`. */
  readonly epochs?: number;
  /** Up to which step (counted from 0, not from `startAt`). */
  readonly steps?: number;
  /** Step `s` draws from `rng.fork(s)`: the run is a function of this stream's key, the batches and the model. */
  readonly rng: Rng;
  /** The first step to take: where `resume` says that a checkpoint stood. Default 0. */
  readonly startAt?: number;
  /** The stop button: the stream ends after the move under way. */
  readonly signal?: AbortSignal;
}

/**
 * Lets each player make its move on each batch, in order, and yields a {@link Reading} a move. Leave the loop to stop
 * early; wrap the stream to add a progress bar, early stopping or checkpoints.
 *
 * @throws RangeError if there are no players or two of one name, if neither or both of `epochs` and `steps` are given, or if
 * they or `startAt` are not non-negative integers.
 * @throws NonFiniteError if a bound or gradient is not finite; it names the player, step and term.
 */
export async function* fit<B>(
  players: Player<B> | readonly Player<B>[],
  data: Batches<B>,
  options: FitOptions,
): AsyncGenerator<Reading, void, undefined> {
  const moves = Array.isArray(players) ? (players as readonly Player<B>[]) : [players as Player<B>];
  checkPlayers(moves);
  const end = lastStep(options, data.perEpoch);
  const pause = breather();
  for (let step = options.startAt ?? 0; step < end; step++) {
    const { batch, examples } = data.at(step);
    const stepRng = options.rng.fork(step);
    for (const [index, player] of moves.entries()) {
      if (options.signal?.aborted) return;
      const move = await player.take(batch, { step, rng: stepRng.fork(index) });
      assertFinite(move, player.name, step);
      const epoch = Math.floor(step / data.perEpoch);
      yield { step, epoch, player: player.name, endsStep: index === moves.length - 1, examples, ...move };
    }
    await pause();
  }
}

function checkPlayers(players: readonly { readonly name: string }[]): void {
  const names = players.map(({ name }) => name);
  if (names.length === 0) throw new RangeError('fit(players, data, options): expected at least one player, got none.');
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
