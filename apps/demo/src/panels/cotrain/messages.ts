import type { Images } from '../digits/images.js';

/** Where a run stands: bounds of I(X; Y) in nats, and how Ψ's clusters agree with labels that nobody was shown. */
export interface Measurement {
  readonly step: number;
  /** On as many training pairs as are held out: optimistic. */
  readonly training: number;
  readonly heldOut: number;
  /** Of `heldOut`. */
  readonly standardError: number;
  /** What holds the held-out bound down, if anything does. */
  readonly capped?: 'codewords' | 'examples';
  readonly manyToOne: number;
  readonly vMeasure: number;
  readonly normalizedInformation: number;
  /** How often the likeliest codeword of the left half is that of the right half. */
  readonly agreement: number;
}

export interface Facts {
  readonly trainingExamples: number;
  readonly heldOutExamples: number;
  /** log |Z|, and the entropy of the held-out labels. */
  readonly ceiling: number;
  readonly classEntropy: number;
}

export interface Shown {
  readonly kind: 'measured';
  readonly measurement: Measurement;
  /** A column a codeword: the mean of the held-out digits that Ψ gives it, then some of them. */
  readonly clusters: Images;
  /** Ten digits, left halves and right halves: see {@link GUESS_ROWS}. */
  readonly guesses: Images;
}

/** Rows of the picture of a cluster. */
export const MEMBERS = 5;

export const GUESS_ROWS = [
  'the digit',
  'what Φ sees',
  'its codeword’s mean',
  'what Ψ sees',
  'its codeword’s mean',
] as const;
