import { type TensorObjective, tensorBound } from '@latents/core';
import type { Side, Term } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';

/** An average of values, `[batch]` to a scalar. */
export type ExpectationOf = (values: tf.Tensor) => tf.Scalar;

/** The objectives of the two players of a game. Both are given logits (unbounded numbers), `[batch]`, never probabilities. */
export interface GanObjective {
  /** Name with all parameters, as `'minimax(smoothing 0.1)'`: `resume` compares it. */
  readonly name: string;
  /**
   * Returns D's objective.
   *
   * @param expectation Default: the mean over the batch. A table of atoms passes a weighted sum, so every expectation must be
   * taken by it.
   */
  discriminator(real: tf.Tensor, fake: tf.Tensor, expectation?: ExpectationOf): TensorObjective;
  /**
   * Returns G's objective.
   *
   * @param fake D's logits of generated examples.
   * @param real Computes D's logits of as many real examples; nothing is computed unless it is called.
   * @param expectation As for the discriminator.
   */
  generator(fake: tf.Tensor, real?: () => tf.Tensor, expectation?: ExpectationOf): TensorObjective;
}

/** Returns the mean over the batch. */
export const meanOverBatch: ExpectationOf = (values) => tf.reshape<tf.Rank.R0>(tf.mean(values), []);

/** Throws a TypeError for what is no objective: a name, or the function that makes one. */
export function checkGanObjective(where: string, objective: GanObjective): void {
  if (typeof objective?.discriminator === 'function' && typeof objective.generator === 'function') return;
  const got = typeof objective === 'string' ? `'${objective}'` : typeof objective;
  throw new TypeError(`${where}: expected an objective of a game, as nonSaturating(), got ${got}.`);
}

/** Returns a bound of expectations, each with weight 1 unless another weight is given. */
export function expectations<S extends Side>(
  expectation: ExpectationOf | undefined,
  side: S,
  of: string,
  terms: Readonly<Record<string, tf.Tensor | readonly [values: tf.Tensor, weight: number]>>,
) {
  const average = expectation ?? meanOverBatch;
  return tensorBound(
    side,
    of,
    Object.entries(terms).map(([name, given]): Term<tf.Scalar> => {
      const [values, weight] = Array.isArray(given) ? (given as readonly [tf.Tensor, number]) : [given as tf.Tensor, 1];
      return { name, nats: average(values), weight };
    }),
  );
}
