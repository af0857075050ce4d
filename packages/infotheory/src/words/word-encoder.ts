import {
  type Categorical,
  type Conditional,
  categoricalHead,
  conditional,
  prefixed,
  uniformVariable,
} from '@latents/core';
import { checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { idsOf, rowsOf } from './rows-of.js';
import { spellingReader } from './spelling.js';
import type { Vocabulary } from './vocabulary.js';

export interface WordEncoderOptions {
  readonly vocabulary: Vocabulary;
  /** Word vectors `[vocabulary.embeddings, dim]`, a {@link wordEmbedding}. */
  readonly embedding: tf.Variable;
  /** Of the GRU that reads the spelling in each direction, and the dimensions of a character's vector. */
  readonly units: number;
  /** |Z|. */
  readonly codewords: number;
  readonly rng: Rng;
}

/**
 * Psi of part-of-speech induction, P(z | y): y is a word `[batch, 1]`, numbered by the vocabulary; the logits are linear in its vector
 * and the last states of a GRU over its characters in each direction. A word that a batch holds often is encoded once. y is
 * needed on the host: tensors of batches are there, and other tensors on a device are read synchronously.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { vocabularyOf, wordEmbedding, wordEncoder } from '@latents/infotheory';
 *
 * const rng = createRng(0);
 * const vocabulary = vocabularyOf([['time', 'flies']]);
 * const embedding = wordEmbedding(vocabulary, { dim: 3, rng });
 * const psi = wordEncoder({ vocabulary, embedding, units: 4, codewords: 5, rng });
 * psi.given(tf.tensor2d([[1], [2], [1]])).batchShape; // => [3]
 * ```
 * @throws RangeError for sizes that are not positive integers, or an embedding of another vocabulary; when used, for numbers that are
 * not words.
 * @see Stratos 2019, section 4, whose recurrence is an LSTM
 */
export function wordEncoder(options: WordEncoderOptions): Conditional<Categorical> {
  checkOptions('wordEncoder(options)', options, ['vocabulary', 'embedding', 'units', 'codewords', 'rng']);
  const { vocabulary, embedding, units, codewords, rng } = options;
  checkPositiveInteger('wordEncoder({ units })', units);
  checkPositiveInteger('wordEncoder({ codewords })', codewords);
  checkRng('wordEncoder({ rng })', rng);
  const { spellings, embeddingOf, embeddings } = vocabulary;
  const [rows, dim] = embedding.shape as [number, number];
  if (rows !== embeddings) {
    throw new RangeError(
      `wordEncoder({ embedding }): expected one row for each of the vocabulary's ${embeddings} embeddings, got ${rows}.`,
    );
  }
  const reader = spellingReader(vocabulary.characters, units, rng);
  const fanIn = dim + 2 * units;
  const kernel = uniformVariable([fanIn, codewords], 1 / Math.sqrt(fanIn), rng);
  const bias = uniformVariable([codewords], 1 / Math.sqrt(fanIn), rng);
  const variables = { embedding, ...prefixed('spelling', reader.variables), kernel, bias };
  const network = {
    config: { kind: 'word-encoder', vocabulary: { ...vocabulary.config }, dim, units, codewords },
    inputShape: [1],
    outputShape: [codewords],
    variables,
    apply: (y: tf.Tensor) =>
      tf.tidy(() => {
        const tokens = idsOf('wordEncoder.given(y)', y, spellings.length);
        const types = [...new Set(tokens)].sort((a, b) => spellings[b]!.length - spellings[a]!.length);
        const place = new Map(types.map((type, i) => [type, i]));
        const vectors = rowsOf(
          embedding,
          Int32Array.from(types, (type) => embeddingOf[type]!),
        );
        const states = reader.read(types.map((type) => spellings[type]!));
        const logits = tf.add(tf.matMul(tf.concat([vectors, states], 1) as tf.Tensor2D, kernel as tf.Tensor2D), bias);
        return rowsOf(
          logits,
          tokens.map((type) => place.get(type)!),
        );
      }),
    dispose: () => tf.dispose(variables),
  };
  return conditional(network, categoricalHead(codewords), 'wordEncoder');
}
