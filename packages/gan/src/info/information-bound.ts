import { type Distribution, type TensorBound, tensorBound } from '@latents/core';
import type { Term } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { Code } from './codes.js';

/** Values of codes by their names, `[count, dimension]` each. */
export type GivenCodes = Readonly<Record<string, tf.Tensor2D>>;

/**
 * Returns a term H(c) + E log Q(c | x) per code, in nats; the codes are independent.
 *
 * @param weights The weight of each code's term, by the code's name (default: 1 each).
 */
export function informationTerms(
  codes: Readonly<Record<string, Code>>,
  posteriors: Readonly<Record<string, Distribution>>,
  drawn: GivenCodes,
  weights?: Readonly<Record<string, number>>,
): Term<tf.Scalar>[] {
  return Object.entries(codes).map(([name, { entropy }]) => ({
    name: `I(${name}; G)`,
    nats: tf.reshape<tf.Rank.R0>(tf.add(tf.mean(posteriors[name]!.logProb(drawn[name]!)), entropy), []),
    weight: weights === undefined ? 1 : (weights[name] ?? 0),
  }));
}

/** Returns H(c) + E log Q(c | x) of all codes together, a lower bound of their information in nats. */
export function informationBound(
  codes: Readonly<Record<string, Code>>,
  posteriors: Readonly<Record<string, Distribution>>,
  drawn: GivenCodes,
): TensorBound<'lower'> {
  return tensorBound('lower', 'I(c; G(z, c))', informationTerms(codes, posteriors, drawn));
}
