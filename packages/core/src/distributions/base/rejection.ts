import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** The numbers of one round of proposals, by name: one per entry. */
export type Noise<Names extends string> = Readonly<Record<Names, Float32Array>>;

/** A sampler by rejection, with its proposal written for numbers and for tensors. */
export interface Rejection<Names extends string> {
  /** Number of rounds. The last one is accepted as it is, which has to be so rare that no program sees it. */
  readonly rounds: number;
  /** Draws the numbers of a round, in an order that does not depend on parameters. */
  noise(rng: Rng, size: number): Noise<Names>;
  /** Returns a proposal and whether it is accepted. `noise` is that of one entry. */
  scalar(parameter: number, noise: Readonly<Record<Names, number>>): readonly [value: number, accepted: boolean];
  /** The same for tensors: the parameter and the noise broadcast, with rounds along the first axis of the noise. */
  tensors(
    parameter: tf.Tensor,
    noise: Readonly<Record<Names, tf.Tensor>>,
  ): readonly [value: tf.Tensor, accepted: tf.Tensor];
}

/**
 * Draws on the host, in float64. A round of numbers is drawn only if an entry needs it; each round has a generator of its own, so that
 * a device, which draws all rounds, gets the same numbers.
 */
export function rejectOnHost<Names extends string>(
  { rounds, noise, scalar }: Rejection<Names>,
  rng: Rng,
  parameter: ArrayLike<number>,
): Float64Array {
  const out = new Float64Array(parameter.length);
  let left = Array.from(out, (_, i) => i);
  for (let round = 0; left.length > 0; round++) {
    const columns = noise(rng.fork(round), out.length);
    const names = Object.keys(columns) as Names[];
    const row = {} as Record<Names, number>;
    left = left.filter((i) => {
      for (const name of names) row[name] = columns[name][i]!;
      const [value, accepted] = scalar(parameter[i]!, row);
      out[i] = value;
      return !accepted && round < rounds - 1;
    });
  }
  return out;
}

/** Draws the same with tensors: every round for every entry, and then the first that is accepted. Reads nothing. */
export function rejectOnDevice<Names extends string>(
  { rounds, noise, tensors }: Rejection<Names>,
  rng: Rng,
  parameter: tf.Tensor,
): tf.Tensor {
  const { size, shape } = parameter;
  const drawn = Array.from({ length: rounds }, (_, round) => noise(rng.fork(round), size));
  const stacked = {} as Record<Names, tf.Tensor>;
  for (const name of Object.keys(drawn[0]!) as Names[]) {
    const numbers = new Float32Array(rounds * size);
    for (const [round, columns] of drawn.entries()) numbers.set(columns[name], round * size);
    stacked[name] = tf.tensor(numbers, [rounds, ...shape]);
  }
  const [value, accepted] = tensors(parameter, stacked);
  // The earliest accepted round has the highest rank; the last one is there for want of any.
  const ranks = Array.from({ length: rounds }, (_, round) => rounds - round);
  const column = tf.reshape(tf.tensor1d(ranks), [rounds, ...shape.map(() => 1)]);
  const last = tf.cast(tf.equal(column, 1), 'float32');
  const rank = tf.maximum(tf.mul(column, tf.cast(accepted, 'float32')), tf.mul(last, 0.5));
  const chosen = tf.equal(rank, tf.max(rank, 0, true));
  return tf.sum(tf.where(chosen, value, tf.zerosLike(value)), 0);
}

/** Logarithms of uniforms on (0, 1), rounded to float32. */
export function logUniforms(rng: Rng, size: number): Float32Array {
  return Float32Array.from(rng.fillUniform(new Float64Array(size)), (u) => Math.log(1 - u));
}
