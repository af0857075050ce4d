import {
  type Bernoulli,
  bernoulliHead,
  fixedScaleNormalHead,
  type Head,
  type Independent,
  type Normal,
} from '@latents/core';
import type { Support } from './support.js';

/**
 * p(x | z): `'bernoulli'` for pixels in {0, 1} (grey values in [0, 1] are taken too, but their bound is then not one on a likelihood),
 * or `{ normal: scale }` for real x, with that standard deviation.
 */
export type LikelihoodOption = 'bernoulli' | { readonly normal: number };

/** The decoder's head and where its likelihood has its mass. Throws a RangeError for another option than these. */
export function likelihoodOf(
  where: string,
  likelihood: LikelihoodOption,
  dimension: number,
): { readonly head: Head<Independent<Bernoulli> | Independent<Normal>>; readonly support: Support } {
  if (likelihood === 'bernoulli') return { head: bernoulliHead(dimension), support: 'unit interval' };
  if (typeof likelihood?.normal !== 'number') {
    throw new RangeError(
      `${where}: expected 'bernoulli' or { normal: standard deviation }, got ${JSON.stringify(likelihood)}.`,
    );
  }
  return { head: fixedScaleNormalHead(dimension, likelihood.normal), support: 'reals' };
}
