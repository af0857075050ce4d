import { type TensorObjective, tensorBound } from '@latents/core';
import type { Side, Term } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';

/** What the two players of a game move. Both are given logits (unbounded numbers), `[batch]`, never probabilities. */
export interface GanObjective {
  readonly name: string;
  /** D's: the higher, the better it tells real from generated examples. */
  discriminator(real: tf.Tensor, fake: tf.Tensor): TensorObjective;
  /** G's, of the logits of what it generated. */
  generator(fake: tf.Tensor): TensorObjective;
}

/** A bound of expectations over the batch, each with weight 1 unless it is given. */
export function expectations<S extends Side>(
  side: S,
  of: string,
  terms: Readonly<Record<string, tf.Tensor | readonly [values: tf.Tensor, weight: number]>>,
) {
  return tensorBound(
    side,
    of,
    Object.entries(terms).map(([name, given]): Term<tf.Scalar> => {
      const [values, weight] = Array.isArray(given) ? (given as readonly [tf.Tensor, number]) : [given as tf.Tensor, 1];
      return { name, nats: tf.reshape<tf.Rank.R0>(tf.mean(values), []), weight };
    }),
  );
}
