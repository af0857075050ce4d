import { checkPositiveInteger, type NdArray, ndArray } from '@latents/math';
import type { Vocabulary } from './vocabulary.js';

/** The two views of each word of a text. */
export interface WordViews {
  /** The embeddings of the `width` words before and the `width` after, `[n, 2 width]`; 0 beyond the ends of the sentence. */
  readonly x: NdArray<Int32Array>;
  /** The word itself, `[n, 1]`. */
  readonly y: NdArray<Int32Array>;
  readonly [name: string]: NdArray;
}

/**
 * The two views from which parts of speech are induced: y is a word, x the words around it.
 *
 * @param width How many words on each side.
 * @example
 * ```ts
 * import { vocabularyOf, wordsInContext } from '@latents/infotheory';
 *
 * const sentences = [['time', 'flies']];
 * const { x, y } = wordsInContext(sentences, vocabularyOf(sentences), 1);
 * [...y.data]; // => [1, 2]
 * [...x.data]; // => [0, 3, 2, 0]
 * ```
 * @throws RangeError for a word that the vocabulary lacks, no words, or a width that is not a positive integer.
 * @see Stratos 2019, section 3
 */
export function wordsInContext(
  sentences: readonly (readonly string[])[],
  vocabulary: Vocabulary,
  width: number,
): WordViews {
  checkPositiveInteger('wordsInContext(sentences, vocabulary, width)', width);
  const n = sentences.reduce((sum, { length }) => sum + length, 0);
  if (n === 0) throw new RangeError('wordsInContext(sentences): expected words, got none.');
  const x = new Int32Array(n * 2 * width);
  const y = new Int32Array(n);
  let at = 0;
  for (const sentence of sentences) {
    const numbers = sentence.map((word) => vocabulary.numberOf(word));
    for (const [j, number] of numbers.entries()) {
      for (let k = 0; k < 2 * width; k++) {
        const neighbour = j + (k < width ? k - width : k - width + 1);
        x[at * 2 * width + k] = vocabulary.embeddingOf[numbers[neighbour] ?? 0]!;
      }
      y[at++] = number;
    }
  }
  return { x: ndArray([n, 2 * width], x), y: ndArray([n, 1], y) };
}
