import type { Backend, BackendTrial } from '../../workers/backend-choice.js';
import type { Contestant } from './contestants.js';
import type { Settings } from './settings.js';

/** What the page asks of the worker. */
export type Command =
  | { readonly kind: 'prepare'; readonly run: number; readonly settings: Settings }
  | { readonly kind: 'go' }
  | { readonly kind: 'pause' };

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

/** What the worker tells the page. `run` is that of the command that it follows from. */
export type Report = { readonly run: number } & (
  | { readonly kind: 'loading'; readonly what: string }
  | {
      readonly kind: 'prepared';
      readonly backend: Backend;
      readonly trials: readonly BackendTrial[];
      readonly truth: number;
      readonly ceiling: number;
      readonly untrained: readonly Untrained[];
      readonly parameters: number;
    }
  | { readonly kind: 'progress'; readonly step: number; readonly stepsPerSecond: number }
  | { readonly kind: 'measured'; readonly measurement: Measurement }
  | { readonly kind: 'paused' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly message: string }
);
