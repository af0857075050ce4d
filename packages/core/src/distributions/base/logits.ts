import * as tf from '@tensorflow/tfjs-core';
import { log1p } from '../../special/index.js';
import { asTensor, type Check, type Parameter } from './parameter.js';
import type { CheckedParameters } from './univariate.js';

/** The probability of an event, given by exactly one of two forms. */
export type LogitsOrProbs =
  | {
      /** log p / (1 - p). */
      readonly logits: Parameter;
      readonly probs?: undefined;
    }
  | {
      /** p, from 0 to 1. */
      readonly probs: Parameter;
      readonly logits?: undefined;
    };

/** Unnormalised weights of classes along the last axis, given by exactly one of two forms. */
export type ClassLogitsOrProbs =
  | {
      /** Unnormalised log-probabilities, `[...batchShape, classes]`; -infinity is probability 0. */
      readonly logits: tf.Tensor;
      readonly probs?: undefined;
    }
  | {
      /** Probabilities, or weights >= 0 that are divided by their sum, `[...batchShape, classes]`. */
      readonly probs: tf.Tensor;
      readonly logits?: undefined;
    };

/** A probability in one of its two forms: the option that was given, what must hold of it, and the logits of it. */
export interface LogitForm {
  readonly given: CheckedParameters;
  /** The logits: of probabilities in a tensor, a new tensor each time. */
  readonly logits: () => Parameter;
}

/**
 * Returns the form in which a probability was given.
 *
 * @param of What must hold of logits. Where infinite logits are refused, probabilities 0 and 1 are too.
 * @throws RangeError if none or both of the forms were given.
 */
export function logitForm(name: string, { logits, probs }: LogitsOrProbs, of: Check): LogitForm {
  expectOne(name, logits, probs);
  if (logits !== undefined) return { given: { logits: [logits, of] }, logits: () => logits };
  const ends = [of.holds(-Infinity), of.holds(Infinity)] as const;
  const check: Check = {
    expected: `a probability ${ends[0] ? 'from' : 'above'} 0 ${ends[1] ? 'to' : 'and below'} 1`,
    holds: (p) => p >= 0 && p <= 1 && (ends[0] || p > 0) && (ends[1] || p < 1) && of.holds(Math.log(p / (1 - p))),
  };
  const number = typeof probs === 'number' ? Math.log(probs) - Math.log1p(-probs) : undefined;
  const tensor = () => tf.tidy(() => tf.sub(tf.log(asTensor(probs)), log1p(tf.neg(asTensor(probs)))));
  return { given: { probs: [probs, check] }, logits: () => number ?? tensor() };
}

/** Throws a RangeError unless exactly one of the two forms was given. */
export function expectOne(name: string, logits: unknown, probs: unknown): void {
  if ((logits === undefined) === (probs === undefined)) {
    const got = logits === undefined ? 'neither' : 'both';
    throw new RangeError(
      `new ${name}({ logits, probs }): expected one of logits and probs, got ${got}. Give one of them.`,
    );
  }
}
