import type { Backend, BackendTrial } from '../../workers/backend-choice.js';
import type { Settings } from './settings.js';

/** What the page asks of the worker. */
export type Command =
  | { readonly kind: 'prepare'; readonly run: number; readonly settings: Settings }
  | { readonly kind: 'go' }
  | { readonly kind: 'pause' };

/** The unweighted terms of the ELBO, in nats a step. */
export interface Terms {
  readonly reconstruction: number;
  readonly rate: number;
}

export interface Measurement {
  /** Training steps taken. */
  readonly step: number;
  readonly epoch: number;
  /** On held-out pieces. */
  readonly heldOut: Terms;
}

/** A piece `[steps, keys]` of zeros and ones, row by row. */
export type Roll = Uint8Array;

/** What the worker tells the page. `run` is that of the command that it follows from. */
export type Report = { readonly run: number } & (
  | { readonly kind: 'loading'; readonly what: string }
  | {
      readonly kind: 'prepared';
      readonly backend: Backend;
      readonly trials: readonly BackendTrial[];
      readonly stepsInAll: number;
      readonly stepsPerEpoch: number;
      readonly parameters: number;
      readonly example: Roll;
    }
  | { readonly kind: 'progress'; readonly step: number; readonly piecesPerSecond: number }
  | {
      readonly kind: 'measured';
      readonly measurement: Measurement;
      /** The mean of the terms at each step of the held-out pieces. */
      readonly overTime: readonly Terms[];
      readonly generated: readonly Roll[];
    }
  | { readonly kind: 'paused' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly message: string }
);
