import { ImpossibleDataError } from '../algorithms/degenerate-model-error.js';
import type { Counts, Tables } from './tables.js';

/** Throws a RangeError unless a sentence has words, all of the vocabulary. */
export function checkSentence({ vocabulary }: Tables, sentence: ArrayLike<number>, name: string): void {
  if (sentence.length === 0) throw new RangeError(`${name}: expected at least one word, got none.`);
  for (let i = 0; i < sentence.length; i++) {
    const w = sentence[i]!;
    if (!(Number.isInteger(w) && w >= 0 && w < vocabulary))
      throw new RangeError(`${name}: expected words from 0 to ${vocabulary - 1}, got ${w} at position ${i}.`);
  }
}

/** Returns the error for a sentence that the grammar cannot make. */
export function noParse(where: string, which: string): ImpossibleDataError {
  return new ImpossibleDataError(
    `${where}: expected a parse of ${which}, got none. Its probability is 0: give the words or rules that it needs a positive one.`,
  );
}

/** Root, rules and words in one array. */
export function concatenated({ root, rules, words }: Counts): Float64Array {
  const out = new Float64Array(root.length + rules.length + words.length);
  out.set(root);
  out.set(rules, root.length);
  out.set(words, root.length + rules.length);
  return out;
}
