import { type TensorBound, tensorsOf } from '@latents/core';
import { checkPositiveInteger, checkSize, type NdArray, type Rng, takeRows } from '@latents/math';
import type { Reading } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { coverage } from './coverage.js';
import { squaredDistance } from './distances.js';
import { type JensenShannonBoundOptions, jensenShannonBound } from './jensen-shannon-bound.js';

/** A game that can be sampled and valued: a `Gan` or an `InfoGan`. */
export interface Traceable {
  sample(count: number, rng: Rng): tf.Tensor;
  value(real: tf.Tensor, rng: Rng): TensorBound<'lower'>;
}

/** The state of a game after a step: its reported bound and the true divergence. In nats, of JSD(P, P_G) <= log 2. Plain JSON. */
export interface TracePoint {
  readonly step: number;
  /** log 2 + V(G, D) / 2 of the game's own D: a lower bound, the higher the better D is. Where examples are packed, it is for packs. */
  readonly reported: number;
  /** The bound by a fresh discriminator, on held-out examples. */
  readonly fresh: number;
  /** Standard error of `fresh`. */
  readonly standardError: number;
  /** The value that `truth` returned. */
  readonly truth?: number;
  /** Mean distance between generated examples, divided by that between real ones. */
  readonly spread: number;
  /** Fraction of real examples that a generated one is near to ({@link coverage}): 31/32 in the mean if both have one distribution. */
  readonly coverage: number;
  /**
   * Whether the game's bound hides at least `margin` nats that a fresh discriminator finds, beyond 4 standard errors. With packing it
   * may be false where it should be true: the game's bound is then for several examples at once, whose JSD is larger.
   */
  readonly misleading: boolean;
  /**
   * Whether the spread is below 1/2: generated examples are less than half as far apart, on average, as real ones. This detects a
   * generator that makes one example, or a few similar ones. It does not detect a generator that has lost some modes and kept others
   * far apart: every other mode of a ring of eight has 96 % of the spread of all. Nor does it detect a generator that is far from the
   * data but as wide. The first shows in {@link TracePoint.coverage}, both show in the bounds.
   */
  readonly collapsed: boolean;
}

export interface TraceGameOptions extends Omit<JensenShannonBoundOptions, 'rng'> {
  readonly gan: Traceable;
  /** Real examples that the game is not trained on, in multiples of packing. Both bounds are taken on them. */
  readonly heldOut: NdArray;
  /** Number of steps between points. */
  readonly every: number;
  readonly onPoint: (point: TracePoint) => void;
  /** Returns the true JSD, where it is known: of the given generated examples (as many as are held out), or of the generator itself. */
  readonly truth?: (generated: NdArray) => number;
  /** Nats that the game's bound may miss before it counts as misleading (default 0.1). */
  readonly margin?: number;
  readonly rng: Rng;
}

/** Maximum number of examples compared per set; k of the k-nearest-neighbour radius. */
const COMPARED = 400;
const NEIGHBOUR = 5;

/**
 * Passes readings on. After every `every` steps, once all players have moved, it compares the game's reported bound of JSD(P, P_G)
 * with the true divergence: the note's section 2.2 is about their gap. A small bound is good news only if a fresh discriminator agrees.
 * The game itself is not touched: a run with a trace gives the numbers of one without.
 *
 * @throws RangeError if `every` is not a positive integer, `margin` negative or not finite, or all that is held out alike. While
 * running: as {@link jensenShannonBound} does.
 * @see Stratos sections 2.2 and 2.3; ERRATA E24
 */
export async function* traceGame(
  readings: AsyncIterable<Reading>,
  { gan, heldOut, every, onPoint, truth, margin = 0.1, rng, ...options }: TraceGameOptions,
): AsyncGenerator<Reading, void, undefined> {
  checkPositiveInteger('traceGame(readings, { every })', every);
  if (!(margin >= 0 && margin < Infinity)) {
    throw new RangeError(`traceGame(readings, { margin }): expected a finite number of nats >= 0, got ${margin}.`);
  }
  checkSize('traceGame(readings, { heldOut })', 'heldOut', heldOut);
  const some = evenly(heldOut);
  const width = meanDistance(some);
  if (width === 0) {
    throw new RangeError(
      `traceGame(readings, { heldOut }): expected at least two different examples, got ${heldOut.shape[0]} times the same one.`,
    );
  }
  for await (const reading of readings) {
    if (reading.endsStep && (reading.step + 1) % every === 0) {
      const stream = rng.fork(reading.step);
      const count = heldOut.shape[0]!;
      const [samples, value] = tf.tidy(() => {
        const { value } = gan.value(tensorsOf(heldOut), stream.fork(1));
        return [gan.sample(count, stream.fork(0)), value] as [tf.Tensor, tf.Scalar];
      });
      const generated: NdArray = { shape: heldOut.shape, data: (await samples.data()) as Float32Array };
      const reported = Math.LN2 + (await value.data())[0]! / 2;
      tf.dispose([samples, value]);
      const { bound, standardError } = await jensenShannonBound(heldOut, generated, {
        ...options,
        rng: stream.fork(2),
      });
      const made = evenly(generated);
      const spread = meanDistance(made) / width;
      onPoint({
        step: reading.step,
        reported,
        fresh: bound.value,
        standardError,
        ...(truth && { truth: truth(generated) }),
        spread,
        coverage: coverage(some, made, { k: Math.min(NEIGHBOUR, some.shape[0]! - 1) }),
        misleading: bound.value - 4 * standardError > reported + margin,
        collapsed: spread < 0.5,
      });
    }
    yield reading;
  }
}

/** Returns at most `COMPARED` examples, as rows, from all over the array, which may be sorted. */
function evenly({ shape, data }: NdArray): NdArray {
  const all = shape[0]!;
  const length = Math.min(all, COMPARED);
  const rows = Uint32Array.from({ length }, (_, i) => Math.floor((i * all) / length));
  return takeRows({ shape: [all, data.length / all], data }, rows);
}

function meanDistance(points: NdArray): number {
  const [count, width] = points.shape as [number, number];
  let total = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) total += Math.sqrt(squaredDistance(points, i, points, j, width));
  }
  return total / ((count * (count - 1)) / 2);
}
