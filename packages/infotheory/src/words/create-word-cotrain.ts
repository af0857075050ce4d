import { allOrNone } from '@latents/core';
import { checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import type { Json } from '@latents/training';
import { InfoCotrain } from '../cotrain/info-cotrain.js';
import { contextEncoder } from './context-encoder.js';
import { type Vocabulary, type VocabularyConfig, vocabularyFrom } from './vocabulary.js';
import { wordEmbedding } from './word-embedding.js';
import { wordEncoder } from './word-encoder.js';

export interface WordCotrainOptions {
  /** A vocabulary, or its description. */
  readonly vocabulary: Vocabulary | VocabularyConfig;
  /** Length of a word's vector. */
  readonly dim: number;
  /** Standard deviation of the initial word vectors (default 1). */
  readonly scale?: number;
  /** Units of the GRU that reads the spelling in each direction. */
  readonly units: number;
  /** Number of words on each side of a word that the context encoder sees. */
  readonly width: number;
  /** |Z|: the number of parts of speech. */
  readonly codewords: number;
  /** Draws the initial weights. */
  readonly rng: Rng;
}

/**
 * Returns the model of part-of-speech induction: Psi sees a word (its vector and its spelling), Phi the words around it. Both
 * share the word vectors, so it is trained by one player: `players({ joint: {} })`.
 *
 * @throws RangeError for an unknown option, or a size that is not a positive integer. No tensor is then left.
 * @throws TypeError without `rng`.
 * @example
 * ```ts
 * import { createRng, createWordCotrain, vocabularyOf } from '@latents/infotheory';
 *
 * const vocabulary = vocabularyOf([['time', 'flies']]);
 * const model = createWordCotrain({ vocabulary, dim: 3, units: 2, width: 1, codewords: 4, rng: createRng(0) });
 * model.config['shared']; // => [['psi/embedding', 'phi/embedding']]
 * ```
 * @see Stratos 2019, "Mutual information maximization for simple and accurate part-of-speech induction"
 */
export function createWordCotrain(options: WordCotrainOptions): InfoCotrain {
  const known = ['vocabulary', 'dim', 'scale', 'units', 'width', 'codewords', 'rng'] as const;
  checkOptions('createWordCotrain(options)', options, known);
  const { dim, scale = 1, units, width, codewords, rng } = options;
  checkRng('createWordCotrain({ rng })', rng);
  for (const [name, value] of Object.entries({ dim, units, width, codewords })) {
    checkPositiveInteger(`createWordCotrain({ ${name} })`, value);
  }
  const vocabulary = 'numberOf' in options.vocabulary ? options.vocabulary : vocabularyFrom(options.vocabulary);
  return allOrNone(() => {
    const embedding = wordEmbedding(vocabulary, { dim, scale, rng: rng.split() });
    return new InfoCotrain(
      {
        psi: wordEncoder({ vocabulary, embedding, units, codewords, rng: rng.split() }),
        phi: contextEncoder({ embedding, width, codewords, rng: rng.split() }),
      },
      { vocabulary: vocabulary.config as unknown as Json, dim, scale, units, width, codewords },
    );
  });
}
