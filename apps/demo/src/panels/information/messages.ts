import type { Contestant } from './contestants.js';

/** What every critic says of held-out pairs, in nats, after so many steps. */
export interface Measurement {
  readonly step: number;
  readonly values: Readonly<Record<Contestant, number>>;
}

/** An estimate that needs no training, in nats. */
export interface Untrained {
  readonly name: string;
  readonly nats: number;
  readonly standardError: number;
}

/** What the worker tells of a prepared race. */
export interface Facts {
  readonly truth: number;
  /** What InfoNCE cannot pass. */
  readonly ceiling: number;
  /** Estimates of the held-out pairs that need no training. */
  readonly untrained: readonly Untrained[];
}

/** What the worker tells the page besides how the training goes. */
export interface Shown {
  readonly kind: 'measured';
  readonly measurement: Measurement;
}
