/** The codes, in the order in which G is fed them. */
export const CODES = ['class', 'first', 'second'] as const;
export type CodeName = (typeof CODES)[number];

/** Where the reader has put the codes: a class from 0, and two numbers from -1 to 1. */
export type PresentCode = readonly [kind: number, first: number, second: number];

/** What the page asks of the worker besides training. */
export type Asked = { readonly kind: 'make'; readonly code: PresentCode };

/** Images as rows of 196 numbers from 0 (paper) to 1 (ink). */
export type SmallImages = Float32Array;

export interface Measurement {
  readonly step: number;
  /** H(c) + E log Q(c | G(z, c)), in nats, of each code. */
  readonly bounds: Readonly<Record<CodeName, number>>;
  /** log 2 + V(G, D) / 2 over the training batches since the row before, in nats. None before the first step. */
  readonly said?: number;
  /** The share of held-out digits that are the commonest digit of the class that Q gives them. */
  readonly named: number;
}

/** What held-out digits Q gives a class to: how many there are of each, `[10]`. */
export type DigitCounts = readonly number[];

export interface Facts {
  readonly trainingExamples: number;
  readonly heldOutExamples: number;
  /** What each bound cannot pass, in nats. */
  readonly ceilings: Readonly<Record<CodeName, number>>;
}

/** What the worker tells the page besides how the training goes. */
export type Shown =
  | {
      readonly kind: 'made';
      /** Of the code asked for: as many images as {@link DRAWN}, each from noise of its own, the same throughout. */
      readonly images: SmallImages;
      /** Whether it answers a question, or shows what a step has changed. */
      readonly answer: boolean;
    }
  | {
      readonly kind: 'measured';
      readonly measurement: Measurement;
      readonly digits: readonly DigitCounts[];
      /** Rows of {@link COLUMNS} images, a row from one draw of noise and of the other codes. */
      readonly traversals: Readonly<Record<CodeName, SmallImages>>;
    };

/** Images of the present code. */
export const DRAWN = 20;
export const COLUMNS = 10;
