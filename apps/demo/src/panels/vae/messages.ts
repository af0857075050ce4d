import type { Backend, BackendTrial } from '../../workers/backend-choice.js';
import type { Settings } from './settings.js';

/** What the page asks of the worker. */
export type Command =
  | { readonly kind: 'prepare'; readonly run: number; readonly settings: Settings }
  | { readonly kind: 'go' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'decode'; readonly at: Point };

/** A place on the latent map. */
export type Point = readonly [number, number];

/** The unweighted terms of the ELBO, in nats per example. */
export interface Terms {
  readonly reconstruction: number;
  readonly rate: number;
}

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

/** Images as rows of 784 numbers from 0 (paper) to 1 (ink). */
export type Images = Float32Array;

/** The held-out digits in the plane that the map shows. */
export interface LatentMapData {
  /** Two numbers a digit. */
  readonly points: Float32Array;
  readonly labels: Uint8Array;
  readonly axes: readonly [string, string];
  /** Which plane this is, in words. */
  readonly plane: string;
}

/** What the worker tells the page. `run` is that of the command that it follows from. */
export type Report = { readonly run: number } & (
  | { readonly kind: 'loading'; readonly what: string }
  | {
      readonly kind: 'prepared';
      readonly backend: Backend;
      readonly trials: readonly BackendTrial[];
      readonly stepsInAll: number;
      readonly stepsPerEpoch: number;
      readonly trainingExamples: number;
      readonly heldOutExamples: number;
      readonly parameters: number;
    }
  | { readonly kind: 'progress'; readonly step: number; readonly epoch: number; readonly imagesPerSecond: number }
  | {
      readonly kind: 'measured';
      readonly measurement: Measurement;
      readonly reconstructions: Images;
      readonly samples: Images;
      readonly map: LatentMapData;
    }
  | { readonly kind: 'inputs'; readonly inputs: Images }
  | { readonly kind: 'paused' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'decoded'; readonly at: Point; readonly image: Images }
  | { readonly kind: 'failed'; readonly message: string }
);
