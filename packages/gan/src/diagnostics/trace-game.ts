import type { Bound, NdArray, Reading, Rng } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { type JensenShannonBoundOptions, jensenShannonBound } from './jensen-shannon-bound.js';

/** A game that can be asked where it stands: a `Gan` or an `InfoGan`. */
export interface Traceable {
  sample(count: number, rng: Rng): tf.Tensor;
  value(real: tf.Tensor, rng: Rng): Bound<'lower'>;
}

/** Where a game stood after a step: what its bound says, and what is so. All in nats, of JSD(P, P_G) <= log 2. Plain JSON. */
export interface TracePoint {
  readonly step: number;
  /** log 2 + V(G, D) / 2 of the game's own D: a lower bound, as high as D is good. (Of packed examples, where they are packed.) */
  readonly said: number;
  /** The bound by a fresh discriminator on held-out examples, and its standard error. */
  readonly fresh: number;
  readonly standardError: number;
  /** What `truth` gave. */
  readonly truth?: number;
  /** How far generated examples are from each other, on average, over how far real ones are. */
  readonly spread: number;
  /** The game's bound hides at least `margin` nats that a fresh discriminator finds, beyond 4 standard errors. */
  readonly misled: boolean;
  /** The generated examples are less than half as far apart as real ones. */
  readonly collapsed: boolean;
}

export interface TraceGameOptions extends Omit<JensenShannonBoundOptions, 'rng'> {
  readonly gan: Traceable;
  /** Real examples that the game is not trained on, in multiples of packing: what both bounds are taken on. */
  readonly heldOut: NdArray;
  /** After every how many steps. */
  readonly every: number;
  readonly onPoint: (point: TracePoint) => void;
  /** The JSD of as many generated examples as are held out, or of the generator itself, where it is known. */
  readonly truth?: (generated: NdArray) => number;
  /** What a game's bound may miss, in nats, before it is said to mislead (default 0.1). */
  readonly margin?: number;
  readonly rng: Rng;
}

/** Of each kind, the examples whose distances make `spread`. */
const COMPARED = 200;

/**
 * Passes readings on, and after every `every` steps, once all players have moved, says what the game's bound says of JSD(P, P_G)
 * beside what is so: the note's section 2.2 lives in the gap. A small bound is good news only if a fresh discriminator agrees.
 * The game itself is not touched: a run with a trace gives the numbers of one without.
 *
 * @throws RangeError if `every` is not a positive integer or `margin` negative or not finite. While running: as
 * {@link jensenShannonBound} does.
 * @see Stratos sections 2.2 and 2.3; ERRATA E24
 */
export async function* traceGame(
  readings: AsyncIterable<Reading>,
  { gan, heldOut, every, onPoint, truth, margin = 0.1, rng, ...options }: TraceGameOptions,
): AsyncGenerator<Reading, void, undefined> {
  if (!Number.isInteger(every) || every < 1) {
    throw new RangeError(`traceGame(readings, { every }): expected a positive integer, got ${every}.`);
  }
  if (!(margin >= 0 && margin < Infinity)) {
    throw new RangeError(`traceGame(readings, { margin }): expected a finite number of nats >= 0, got ${margin}.`);
  }
  for await (const reading of readings) {
    if (reading.endsStep && (reading.step + 1) % every === 0) {
      const stream = rng.fork(reading.step);
      const count = heldOut.shape[0]!;
      const [samples, value] = tf.tidy(() => {
        const real = tf.tensor(heldOut.data, [...heldOut.shape], 'float32');
        return [gan.sample(count, stream.fork(0)), gan.value(real, stream.fork(1)).value] as [tf.Tensor, tf.Scalar];
      });
      const generated: NdArray = { shape: heldOut.shape, data: (await samples.data()) as Float32Array };
      const said = Math.LN2 + (await value.data())[0]! / 2;
      tf.dispose([samples, value]);
      const { bound, standardError } = await jensenShannonBound(heldOut, generated, {
        ...options,
        rng: stream.fork(2),
      });
      const spread = meanDistance(generated) / meanDistance(heldOut);
      onPoint({
        step: reading.step,
        said,
        fresh: bound.value,
        standardError,
        ...(truth && { truth: truth(generated) }),
        spread,
        misled: bound.value - 4 * standardError > said + margin,
        collapsed: spread < 0.5,
      });
    }
    yield reading;
  }
}

function meanDistance({ shape, data }: NdArray): number {
  const count = Math.min(shape[0]!, COMPARED);
  const width = data.length / shape[0]!;
  let total = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let squared = 0;
      for (let k = 0; k < width; k++) squared += (data[i * width + k]! - data[j * width + k]!) ** 2;
      total += Math.sqrt(squared);
    }
  }
  return total / ((count * (count - 1)) / 2);
}
