import { type Head, OneHotCategorical } from '@latents/core';
import { checkCount } from '../bounds/latent-model.js';

/** One of `classes` as a one-hot vector, by logits: the head of a {@link DiscreteModel}'s encoder. */
export function oneHotHead(classes: number): Head<OneHotCategorical> {
  checkCount('oneHotHead(classes)', classes);
  return {
    units: classes,
    eventShape: [classes],
    distribution: (logits) => new OneHotCategorical({ logits, validate: false }),
  };
}
