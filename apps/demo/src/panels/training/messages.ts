import type { Backend, BackendTrial } from '../../workers/backend-choice.js';

/** What the page asks of a worker that trains. */
export type TrainingCommand<Settings> =
  | { readonly kind: 'prepare'; readonly run: number; readonly settings: Settings }
  | { readonly kind: 'go' }
  | { readonly kind: 'pause' };

/** The unweighted terms of the ELBO, in nats (an example, or a step of a sequence). */
export interface Terms {
  readonly reconstruction: number;
  readonly rate: number;
}

export const elboOf = ({ reconstruction, rate }: Terms): number => reconstruction - rate;

export function averageTerms(terms: readonly Terms[]): Terms {
  const mean = (name: keyof Terms): number => terms.reduce((sum, term) => sum + term[name], 0) / terms.length;
  return { reconstruction: mean('reconstruction'), rate: mean('rate') };
}

/** A run that is ready to begin, with what else its panel tells of it. */
export type Prepared<Facts> = Facts & {
  readonly kind: 'prepared';
  readonly backend: Backend;
  readonly trials: readonly BackendTrial[];
  readonly stepsInAll: number;
  readonly stepsPerEpoch: number;
  readonly parameters: number;
};

/** What every such worker tells the page, besides what its panel alone shows. */
export type TrainingReport<Facts> =
  | { readonly kind: 'loading'; readonly what: string }
  | Prepared<Facts>
  | { readonly kind: 'progress'; readonly step: number; readonly epoch: number; readonly examplesPerSecond: number }
  | { readonly kind: 'paused' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly message: string };

/** Sends a report; the worker adds the number of the run. */
export type Tell<Facts, Own> = (report: TrainingReport<Facts> | Own, transfer?: Transferable[]) => void;

/** A report with the number of the run that it is of: that of the command which it follows from. */
export type Numbered<Report> = { readonly run: number; readonly report: Report };

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
