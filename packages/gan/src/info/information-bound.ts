import { type Distribution, type TensorBound, tensorBound } from '@latents/core';
import type { Term } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { Code } from './codes.js';

/** Values of codes by their names, `[count, dimension]` each. */
export type GivenCodes = Readonly<Record<string, tf.Tensor2D>>;

const term = (code: string): string => `I(${code}; G)`;

/** The code that a term of {@link informationBound} is of. */
export const codeOf = (name: string): string => name.slice(2, -4);

/** H(c) + E log Q(c | x) of each code, the codes being independent. */
export function informationBound(
  codes: Readonly<Record<string, Code>>,
  posteriors: Readonly<Record<string, Distribution>>,
  drawn: GivenCodes,
): TensorBound<'lower'> {
  return tensorBound(
    'lower',
    'I(c; G(z, c))',
    Object.entries(codes).map(
      ([name, { entropy }]): Term<tf.Scalar> => ({
        name: term(name),
        nats: tf.reshape<tf.Rank.R0>(tf.add(tf.mean(posteriors[name]!.logProb(drawn[name]!)), entropy), []),
        weight: 1,
      }),
    ),
  );
}
