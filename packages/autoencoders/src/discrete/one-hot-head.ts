import { type Head, OneHotCategorical } from '@latents/core';
import { checkPositiveInteger } from '@latents/math';

/**
 * Returns the head of a {@link DiscreteModel}'s encoder: one of `classes` as a one-hot vector, by logits.
 *
 * @example
 * ```ts
 * import { oneHotHead } from '@latents/autoencoders';
 *
 * oneHotHead(3).distribution(tf.zeros([1, 3])).mean().dataSync()[0]; // => 1 / 3
 * ```
 * @throws RangeError if `classes` is not a positive integer.
 */
export function oneHotHead(classes: number): Head<OneHotCategorical> {
  checkPositiveInteger('oneHotHead(classes)', classes);
  return {
    config: { kind: 'one-hot', classes },
    units: classes,
    eventShape: [classes],
    distribution: (logits) => new OneHotCategorical({ logits, validate: false }),
  };
}
