import {
  bernoulliHead,
  categoricalVectorHead,
  continuousBernoulliHead,
  type Distribution,
  discretizedLogisticHead,
  fixedScaleNormalHead,
  type Head,
  normalHead,
} from '@latents/core';
import type { Support } from './support.js';

/**
 * p(x | z), every coordinate by itself:
 *
 * - `'bernoulli'` for pixels in {0, 1}; grey values in [0, 1] are taken too, but their bound is then not one on a likelihood.
 * - `'binary'`: the same, and anything but 0 and 1 is refused.
 * - `'continuousBernoulli'` for grey values in [0, 1]: normalised.
 * - `{ normal: scale }` for real x, with that standard deviation; `'normal'`: with one that the decoder learns.
 * - `{ categorical: classes }` for integers from 0 to `classes` - 1, in no order.
 * - `{ discretizedLogistic: levels }` for integers from 0 to `levels` - 1 that are levels of something, 8-bit pixels say.
 */
export type LikelihoodOption =
  | 'bernoulli'
  | 'binary'
  | 'continuousBernoulli'
  | 'normal'
  | { readonly normal: number }
  | { readonly categorical: number }
  | { readonly discretizedLogistic: number };

export interface Likelihood {
  readonly head: Head<Distribution>;
  /** Where it has its mass. */
  readonly support: Support;
  /** The highest value of integers, by which an encoder should divide them; 1 for other values. */
  readonly range: number;
}

/** The decoder's head and where its likelihood has its mass. Throws a RangeError for another option than these. */
export function likelihoodOf(where: string, likelihood: LikelihoodOption, dimension: number): Likelihood {
  switch (likelihood) {
    case 'bernoulli':
      return { head: bernoulliHead(dimension), support: 'unit interval', range: 1 };
    case 'binary':
      return { head: bernoulliHead(dimension), support: 'bits', range: 1 };
    case 'continuousBernoulli':
      return { head: continuousBernoulliHead(dimension), support: 'unit interval', range: 1 };
    case 'normal':
      return { head: normalHead(dimension), support: 'reals', range: 1 };
  }
  const [name, value = Number.NaN] = Object.entries(likelihood ?? {})[0] ?? [];
  if (name === 'normal') {
    return { head: fixedScaleNormalHead(dimension, value), support: 'reals', range: 1 };
  }
  if ((name === 'categorical' || name === 'discretizedLogistic') && Number.isInteger(value) && value >= 2) {
    const make = name === 'categorical' ? categoricalVectorHead : discretizedLogisticHead;
    return { head: make(dimension, value), support: { integers: value }, range: value - 1 };
  }
  throw new RangeError(
    `${where}: expected 'bernoulli' or { normal: standard deviation }, 'binary', 'continuousBernoulli', 'normal', { categorical: classes } or { discretizedLogistic: levels } with at least 2, got ${JSON.stringify(likelihood)}.`,
  );
}
