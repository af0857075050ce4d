import { type Head, OneHotCategorical } from '@latents/core';
import { checkPositiveInteger } from '@latents/math';

/**
 * One of `classes` as a one-hot vector, by logits: the head of a {@link DiscreteModel}'s encoder.
 *
 * @example
 * ```ts
 * import { oneHotHead } from '@latents/autoencoders';
 *
 * oneHotHead(3).distribution(tf.zeros([1, 3])).mean().dataSync()[0]; // => 1 / 3
 * ```
 */
export function oneHotHead(classes: number): Head<OneHotCategorical> {
  checkPositiveInteger('oneHotHead(classes)', classes);
  return {
    units: classes,
    eventShape: [classes],
    distribution: (logits) => new OneHotCategorical({ logits, validate: false }),
  };
}
