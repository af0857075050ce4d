import type { Terms } from '../training/messages.js';

export interface Measurement {
  /** Training steps taken. */
  readonly step: number;
  readonly epoch: number;
  /** On held-out pieces. */
  readonly heldOut: Terms;
}

/** A piece `[steps, keys]` of zeros and ones, row by row. */
export type Roll = Uint8Array;

/** What the worker tells of a prepared run. */
export interface Facts {
  /** A held-out piece. */
  readonly example: Roll;
}

/** What the worker tells the page besides how the training goes. */
export interface Shown {
  readonly kind: 'measured';
  readonly measurement: Measurement;
  /** The mean of the terms at each step of the held-out pieces, in nats per step, as all here. */
  readonly overTime: readonly Terms[];
  readonly generated: readonly Roll[];
}
