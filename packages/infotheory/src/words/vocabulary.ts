import { checkInteger, checkOptions, checkPositiveInteger } from '@latents/math';

/** Options of {@link vocabularyOf}. */
export interface VocabularyOptions {
  /** Words that occur less often share one embedding, and differ only by their spelling (default 1: none do). */
  readonly minCount?: number;
  /** Further sentences whose words get a number and a spelling too: those to be tagged, not to be learned from. */
  readonly alsoSpell?: readonly (readonly string[])[];
  /** Number of characters that are read of a longer word (a URL, say): its first and its last half (default 24). */
  readonly maxCharacters?: number;
}

/** Plain JSON description of a vocabulary, which {@link vocabularyFrom} makes a vocabulary of. */
export interface VocabularyConfig {
  /** The words by number, the most frequent first, word 0 being `''`. */
  readonly words: readonly string[];
  /** Number of times that each word occurs in the sentences to learn from; 0 for words that are only spelled. */
  readonly counts: readonly number[];
  readonly minCount: number;
  readonly maxCharacters: number;
}

/** The words of a text by number. Word 0 is the absence of one, beyond the ends of a sentence. */
export interface Vocabulary {
  /** `words[w]`; `''` for word 0. */
  readonly words: readonly string[];
  /** How often each occurs in the sentences to learn from. */
  readonly counts: Int32Array;
  /** The embedding of each word, below `embeddings`: 0 for none, 1 for all that are rarer than `minCount`. */
  readonly embeddingOf: Int32Array;
  readonly embeddings: number;
  /** The numbers of each word's characters, below `characters`; 0 is any that the sentences to learn from lack. */
  readonly spellings: readonly Int32Array[];
  readonly characters: number;
  /** Plain JSON description, from which the same vocabulary can be made. */
  readonly config: VocabularyConfig;
  /** The number of a word. Throws a RangeError for one that is in none of the sentences. */
  numberOf(word: string): number;
}

const RARE = 1;

/**
 * Numbers the words of tokenised sentences, the most frequent first, and their characters.
 *
 * @example
 * ```ts
 * import { vocabularyOf } from '@latents/infotheory';
 *
 * const { words, embeddingOf } = vocabularyOf([['a', 'rose', 'is', 'a', 'rose']], { minCount: 2 });
 * words; // => ['', 'a', 'rose', 'is']
 * [...embeddingOf]; // => [0, 2, 3, 1]
 * ```
 * @throws RangeError if there are no words to learn from, one is empty, or an option is not a positive integer.
 */
export function vocabularyOf(sentences: readonly (readonly string[])[], options: VocabularyOptions = {}): Vocabulary {
  checkOptions('vocabularyOf(sentences, options)', options, ['minCount', 'alsoSpell', 'maxCharacters']);
  const { minCount = 1, alsoSpell = [], maxCharacters = 24 } = options;
  for (const [name, value] of Object.entries({ minCount, maxCharacters })) {
    checkPositiveInteger(`vocabularyOf(sentences, { ${name} })`, value);
  }
  const frequencies = new Map<string, number>();
  for (const word of sentences.flat()) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  if (frequencies.size === 0) throw new RangeError('vocabularyOf(sentences): expected words, got none.');
  const known = [...frequencies].sort(([, a], [, b]) => b - a).map(([word]) => word);
  const words = ['', ...known, ...new Set(alsoSpell.flat().filter((word) => !frequencies.has(word)))];
  if (words.indexOf('', 1) > 0) throw new RangeError("vocabularyOf(sentences): expected words, got an empty one, ''.");
  return vocabularyFrom({
    words,
    counts: words.map((word) => frequencies.get(word) ?? 0),
    minCount,
    maxCharacters,
  });
}

/**
 * Returns the vocabulary of a description.
 *
 * @throws RangeError for an unknown field, words that repeat or are empty, counts that are not in descending order, or a limit
 * that is not a positive integer.
 * @example
 * ```ts
 * import { vocabularyFrom, vocabularyOf } from '@latents/infotheory';
 *
 * const { config } = vocabularyOf([['time', 'flies']]);
 * vocabularyFrom(JSON.parse(JSON.stringify(config))).numberOf('flies'); // => 2
 * ```
 */
export function vocabularyFrom(config: VocabularyConfig): Vocabulary {
  checkConfig(config);
  const { words, minCount, maxCharacters } = config;
  const counts = Int32Array.from(config.counts);
  const known = words.filter((_, word) => counts[word]! > 0);
  const numbers = new Map(words.map((word, number) => [word, number]));
  const characters = new Map([...new Set(known.join(''))].map((character, i) => [character, i + 1]));
  const frequent = counts.filter((count) => count >= minCount).length;
  return {
    words,
    counts,
    embeddingOf: counts.map((count, word) => (word === 0 ? 0 : count >= minCount ? RARE + word : RARE)),
    embeddings: RARE + 1 + frequent,
    spellings: words.map((word) => Int32Array.from(read(word, maxCharacters), (c) => characters.get(c) ?? 0)),
    characters: characters.size + 1,
    config: { words: [...words], counts: [...counts], minCount, maxCharacters },
    numberOf: (word) => {
      const number = numbers.get(word);
      if (number === undefined || number === 0) {
        throw new RangeError(
          `vocabulary.numberOf(word): expected a word of the sentences, got '${word}'. Words to be tagged alone go into alsoSpell.`,
        );
      }
      return number;
    },
  };
}

function checkConfig(config: VocabularyConfig): void {
  const where = 'vocabularyFrom(config)';
  checkOptions(where, config, ['words', 'counts', 'minCount', 'maxCharacters']);
  const { words, counts, minCount, maxCharacters } = config;
  for (const [name, value] of Object.entries({ minCount, maxCharacters })) {
    checkPositiveInteger(where, value, name);
  }
  if (!Array.isArray(words) || !Array.isArray(counts) || words.length !== counts.length || words.length < 2) {
    throw new RangeError(
      `${where}: expected one count per word and at least two of each, got ${counts?.length} counts.`,
    );
  }
  if (words[0] !== '' || words.some((word) => typeof word !== 'string') || new Set(words).size !== words.length) {
    throw new RangeError(`${where}: expected '' and then distinct words, got ${JSON.stringify(words.slice(0, 5))}.`);
  }
  for (const [word, count] of counts.entries()) {
    const most = word < 2 ? 2 ** 31 - 1 : (counts[word - 1] as number);
    checkInteger(`${where}: counts[${word}]`, count, 0, most, 'the count of the word before it');
  }
}

function read(word: string, most: number): string[] {
  const characters = [...word];
  if (characters.length <= most) return characters;
  const last = Math.floor(most / 2);
  return [...characters.slice(0, most - last), ...characters.slice(characters.length - last)];
}
