import type { Images } from '../digits/images.js';

/** The models side by side, in the order of rows and columns. */
export const KINDS = ['basic', 'denoising', 'variational'] as const;
export type Kind = (typeof KINDS)[number];

/** log p(x | z) of clean held-out digits in nats an example, z being the mean code of what the encoder was shown. */
export interface Measurement {
  readonly step: number;
  /** Shown x itself. */
  readonly clean: Readonly<Record<Kind, number>>;
  /** Shown a corrupted x. */
  readonly corrupted: Readonly<Record<Kind, number>>;
}

export interface Facts {
  readonly trainingExamples: number;
  readonly heldOutExamples: number;
}

/** Each picture: a row of ten inputs, if there are any, then ten images of each model. */
export interface Shown {
  readonly kind: 'measured';
  readonly measurement: Measurement;
  readonly clean: Images;
  readonly corrupted: Images;
  readonly decoded: Images;
}
