import { checkPositive, checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { Vocabulary } from './vocabulary.js';

/**
 * A table of word vectors `[vocabulary.embeddings, dim]`, a variable that {@link wordEncoder} and {@link contextEncoder} may share.
 *
 * @param options `scale` is the standard deviation of the initial N(0, scale^2).
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { vocabularyOf, wordEmbedding } from '@latents/infotheory';
 *
 * const vocabulary = vocabularyOf([['time', 'flies']]);
 * wordEmbedding(vocabulary, { dim: 3, rng: createRng(0) }).shape; // => [4, 3]
 * ```
 * @throws RangeError unless `dim` is a positive integer and `scale` is positive and finite.
 */
export function wordEmbedding(
  vocabulary: Vocabulary,
  { dim, scale = 1, rng }: { readonly dim: number; readonly scale?: number; readonly rng: Rng },
): tf.Variable<tf.Rank.R2> {
  checkPositiveInteger('wordEmbedding(vocabulary, { dim })', dim);
  checkPositive('wordEmbedding(vocabulary, { scale })', scale);
  const size = vocabulary.embeddings * dim;
  rng.checkAllowance(size);
  const values = rng.fillNormal(new Float32Array(size)).map((value) => value * scale);
  return tf.tidy(() => tf.variable(tf.tensor2d(values, [vocabulary.embeddings, dim])));
}
