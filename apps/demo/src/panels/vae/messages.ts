import type { Images } from '../digits/images.js';
import type { Terms } from '../training/messages.js';

/** What the page asks of the worker besides training. */
export type Asked = { readonly kind: 'decode'; readonly at: Point };

/** A place on the latent map. */
export type Point = readonly [number, number];

/** One row of what the plots show. */
export interface Measurement {
  /** Steps taken. */
  readonly step: number;
  /** Passes over the training data, a fraction. */
  readonly epoch: number;
  /** On held-out digits, after that many steps. */
  readonly heldOut: Terms;
  /** On the training batches, averaged over the steps since the row before. None before the first step. */
  readonly training?: Terms;
}

/** The held-out digits in the plane that the map shows. */
export interface LatentMapData {
  /** Two numbers a digit. */
  readonly points: Float32Array;
  readonly labels: Uint8Array;
  readonly axes: readonly [string, string];
  /** Which plane this is, in words. */
  readonly plane: string;
}

/** What the worker tells of a prepared run. */
export interface Facts {
  readonly trainingExamples: number;
  readonly heldOutExamples: number;
}

/** What the worker tells the page besides how the training goes. */
export type Shown =
  | {
      readonly kind: 'measured';
      readonly measurement: Measurement;
      readonly reconstructions: Images;
      readonly samples: Images;
      readonly map: LatentMapData;
    }
  | { readonly kind: 'inputs'; readonly inputs: Images }
  | { readonly kind: 'decoded'; readonly at: Point; readonly image: Images };
