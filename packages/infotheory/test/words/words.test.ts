import { vocabularyOf, wordsInContext } from '@latents/infotheory';
import { describe, expect, it } from 'vitest';

const SENTENCES = [
  ['the', 'cat', 'saw', 'the', 'dog'],
  ['the', 'dog', 'ran'],
];

describe('vocabularyOf', () => {
  it('numbers words by falling frequency, then by first appearance, and characters by first appearance', () => {
    const vocabulary = vocabularyOf(SENTENCES);
    expect(vocabulary.words).toEqual(['', 'the', 'dog', 'cat', 'saw', 'ran']);
    expect([...vocabulary.counts]).toEqual([0, 3, 2, 1, 1, 1]);
    expect(vocabulary.spellings.map((s) => [...s])).toEqual([
      [],
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 1],
      [9, 8, 10],
      [11, 8, 12],
    ]);
    expect(vocabulary.characters).toBe(13);
    expect(vocabulary.words.slice(1).map((word) => vocabulary.numberOf(word))).toEqual([1, 2, 3, 4, 5]);
  });

  it('rare words share embedding 1, and none has it if all are frequent enough', () => {
    const rare = vocabularyOf(SENTENCES, { minCount: 2 });
    expect([...rare.embeddingOf]).toEqual([0, 2, 3, 1, 1, 1]);
    expect(rare.embeddings).toBe(4);
    const all = vocabularyOf(SENTENCES);
    expect([...all.embeddingOf]).toEqual([0, 2, 3, 4, 5, 6]);
    expect(all.embeddings).toBe(7);
  });

  it('unseen words: a number and a spelling, the shared embedding, and no part in the counts', () => {
    const vocabulary = vocabularyOf(SENTENCES, { alsoSpell: [['the', 'hats', 'hats']] });
    expect(vocabulary.words[6]).toBe('hats');
    expect(vocabulary.words).toHaveLength(7);
    expect([...vocabulary.spellings[6]!]).toEqual([2, 8, 1, 9]);
    expect([vocabulary.counts[6], vocabulary.embeddingOf[6]]).toEqual([0, 1]);
    expect(vocabulary.counts[1]).toBe(3);
    const [unknown] = vocabularyOf([['a']], { alsoSpell: [['ab']] }).spellings.slice(-1);
    expect([...unknown!]).toEqual([1, 0]);
  });

  it('long words: the first and the last half are read, by code points', () => {
    const spell = (word: string, maxCharacters: number) => {
      const { spellings } = vocabularyOf([['abcde😀', word]], { maxCharacters });
      return [...spellings[2]!];
    };
    expect(spell('abcdee', 5)).toEqual([1, 2, 3, 5, 5]);
    expect(spell('abcde', 5)).toEqual([1, 2, 3, 4, 5]);
    expect(spell('a😀', 1)).toEqual([1]);
    expect(vocabularyOf([['😀']]).spellings[1]).toHaveLength(1);
  });

  it('words named as properties of objects are words', () => {
    const vocabulary = vocabularyOf([['constructor', '__proto__']]);
    expect(vocabulary.numberOf('__proto__')).toBe(2);
    expect(() => vocabulary.numberOf('toString')).toThrow("got 'toString'");
  });

  it('refuses no words, an empty one, options that are not positive integers, and words of no sentence', () => {
    expect(() => vocabularyOf([])).toThrow('expected words, got none');
    expect(() => vocabularyOf([[]])).toThrow('expected words, got none');
    expect(() => vocabularyOf([['a', '']])).toThrow('got an empty one');
    expect(() => vocabularyOf([['a']], { alsoSpell: [['']] })).toThrow('got an empty one');
    for (const bad of [0, 1.5, Number.NaN, Infinity]) {
      expect(() => vocabularyOf(SENTENCES, { minCount: bad })).toThrow('{ minCount }');
      expect(() => vocabularyOf(SENTENCES, { maxCharacters: bad })).toThrow('{ maxCharacters }');
    }
    const vocabulary = vocabularyOf(SENTENCES);
    expect(() => vocabulary.numberOf('mouse')).toThrow("got 'mouse'");
    expect(() => vocabulary.numberOf('')).toThrow("got ''");
  });
});

describe('wordsInContext', () => {
  it('two words on each side, none beyond the ends of a sentence', () => {
    const vocabulary = vocabularyOf(SENTENCES, { minCount: 2 });
    const { x, y } = wordsInContext(SENTENCES, vocabulary, 2);
    expect([x.shape, y.shape]).toEqual([
      [8, 4],
      [8, 1],
    ]);
    expect([...y.data]).toEqual([1, 3, 4, 1, 2, 1, 2, 5]);
    // the = 2, dog = 3, the rest 1.
    expect(Array.from({ length: 8 }, (_, i) => [...x.data.slice(4 * i, 4 * i + 4)])).toEqual([
      [0, 0, 1, 1],
      [0, 2, 1, 2],
      [2, 1, 2, 3],
      [1, 1, 3, 0],
      [1, 2, 0, 0],
      [0, 0, 3, 1],
      [0, 2, 1, 0],
      [2, 3, 0, 0],
    ]);
  });

  it('refuses a word that the vocabulary lacks, no words, and widths that are not positive integers', () => {
    const vocabulary = vocabularyOf(SENTENCES);
    expect(() => wordsInContext([['mouse']], vocabulary, 1)).toThrow("got 'mouse'");
    expect(() => wordsInContext([[]], vocabulary, 1)).toThrow('expected words, got none');
    for (const width of [0, 0.5, Number.NaN]) {
      expect(() => wordsInContext(SENTENCES, vocabulary, width)).toThrow('expected a positive integer');
    }
  });
});
