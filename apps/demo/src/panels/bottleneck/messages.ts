import type { Bottleneck, PhaseTransition } from '@latents/infotheory/tables';
import type { Source } from './sources.js';

/** Asks the worker for the curve of a source. One worker traces one curve; for another the page starts another. */
export interface TraceCommand {
  readonly joint: Source['joint'];
}

export type TraceReport =
  | {
      readonly kind: 'facts';
      /** I(X; Y) and H(X), in nats. */
      readonly information: number;
      readonly entropy: number;
      readonly onset: number;
      readonly instability: number;
      /** At which the curve will be traced, ascending. */
      readonly betas: readonly number[];
    }
  /** The code at one beta, annealed from that above: a guess that what follows may better. */
  | { readonly kind: 'annealed'; readonly at: number; readonly code: Bottleneck }
  /** The finished curve, at all betas. */
  | {
      readonly kind: 'finished';
      readonly codes: readonly Bottleneck[];
      readonly transitions: readonly PhaseTransition[];
      readonly contradiction: number;
    }
  /** The best hard codes at the same betas. */
  | { readonly kind: 'hard'; readonly codes: readonly Bottleneck[] }
  | { readonly kind: 'failed'; readonly message: string };
