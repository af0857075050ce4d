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
import type { ExampleSupport } from './support.js';

/**
 * p(x | z), with independent coordinates:
 *
 * - `'bernoulli'` for pixels in {0, 1}. Grey values in [0, 1] are accepted too, but the bound is then no bound on a likelihood.
 * - `'binary'`: the same, but every value except 0 and 1 is refused.
 * - `'continuousBernoulli'` for grey values in [0, 1]: normalised.
 * - `{ normal: scale }` for real x, with that standard deviation; `'normal'` with a standard deviation that the decoder learns.
 * - `{ categorical: classes }` for integers from 0 to `classes` - 1, in no order.
 * - `{ discretizedLogistic: levels }` for integers from 0 to `levels` - 1 that are levels of a quantity: 8-bit pixels.
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
  /** The values of x that it takes. */
  readonly support: ExampleSupport;
  /** The highest value of integers, by which an encoder should divide them; 1 for other values. */
  readonly range: number;
}

/**
 * Returns the decoder's head and the values of x that its likelihood takes.
 *
 * @throws RangeError for an unknown likelihood or an invalid number.
 */
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
  const entries: [string, unknown][] = typeof likelihood === 'object' ? Object.entries(likelihood ?? {}) : [];
  const [name, value] = entries.length === 1 ? entries[0]! : [];
  if (name === 'normal' && typeof value === 'number') {
    return { head: fixedScaleNormalHead(dimension, value), support: 'reals', range: 1 };
  }
  const counted = typeof value === 'number' && Number.isSafeInteger(value) && value >= 2;
  if ((name === 'categorical' || name === 'discretizedLogistic') && counted) {
    const make = name === 'categorical' ? categoricalVectorHead : discretizedLogisticHead;
    return { head: make(dimension, value), support: { integers: value }, range: value - 1 };
  }
  throw new RangeError(
    `${where}: expected 'bernoulli' or { normal: standard deviation }, 'binary', 'continuousBernoulli', 'normal', { categorical: classes } or { discretizedLogistic: levels } with at least 2, got ${JSON.stringify(likelihood)}.`,
  );
}
