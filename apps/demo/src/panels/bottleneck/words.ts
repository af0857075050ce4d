export const TOPICS = ['cooking', 'gardening', 'music', 'theatre', 'sailing', 'weather'] as const;

/** How often each word is met when people talk of each topic: made up, and meant to be guessed by a reader. Neighbours are alike. */
export const WORDS: readonly (readonly [word: string, ...counts: number[]])[] = [
  ['soup', 18, 1, 0, 0, 1, 1],
  ['oven', 18, 0, 0, 1, 0, 1],
  ['knife', 14, 3, 0, 2, 3, 0],
  ['onion', 14, 6, 0, 0, 0, 0],
  ['herb', 9, 11, 0, 0, 0, 1],
  ['rose', 1, 15, 1, 3, 0, 1],
  ['soil', 0, 19, 0, 0, 0, 2],
  ['spade', 0, 17, 0, 0, 2, 0],
  ['rain', 0, 6, 0, 0, 5, 18],
  ['cloud', 0, 1, 0, 0, 3, 18],
  ['storm', 0, 1, 0, 2, 9, 15],
  ['wind', 0, 1, 4, 0, 11, 12],
  ['sail', 0, 0, 0, 0, 19, 3],
  ['harbour', 0, 0, 1, 0, 18, 2],
  ['deck', 0, 2, 1, 1, 16, 0],
  ['stage', 0, 0, 9, 17, 0, 0],
  ['actor', 0, 0, 1, 20, 0, 0],
  ['curtain', 1, 0, 2, 17, 0, 1],
  ['opera', 0, 0, 14, 9, 0, 0],
  ['violin', 0, 0, 20, 1, 0, 0],
  ['drum', 1, 0, 18, 2, 0, 0],
];
