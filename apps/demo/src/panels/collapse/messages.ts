import type { Images } from '../digits/images.js';

/** Where a run stands on held-out digits, in nats a digit. */
export interface Measurement {
  readonly step: number;
  readonly epoch: number;
  readonly distortion: number;
  readonly rate: number;
  /** What beta is in the step that comes. */
  readonly beta: number;
  /** The mean rate of each latent coordinate; their sum is the rate. */
  readonly unitRates: readonly number[];
  /** The coordinates that equal the prior. */
  readonly collapsed: readonly number[];
  /** How many coordinates' means vary. */
  readonly active: number;
  /** What the library tells of the collapse, if there is one. */
  readonly warning?: string;
}

export interface Facts {
  readonly trainingExamples: number;
  readonly heldOutExamples: number;
}

export type Shown =
  | { readonly kind: 'inputs'; readonly inputs: Images }
  | {
      readonly kind: 'measured';
      readonly measurement: Measurement;
      readonly reconstructions: Images;
      readonly samples: Images;
    };
