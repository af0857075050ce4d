import type { Side } from '../bounds/bound.js';

/** What one player's move showed: plain JSON. */
export interface Reading {
  /** Which step of the run, counted from 0. All players of a step share it. */
  readonly step: number;
  readonly epoch: number;
  readonly player: string;
  /** The bound before the move, in nats per example. */
  readonly nats: number;
  /** The quantity bounded, and from which side. */
  readonly of: string;
  readonly side: Side;
  readonly direction: 'up' | 'down';
  /** False where the player moves a bound the wrong way (the GAN's generator). */
  readonly sound: boolean;
  /** The bound's terms, unweighted, in nats. */
  readonly terms: Readonly<Record<string, number>>;
  /** The global norm of the player's gradient, where it has one. */
  readonly gradientNorm?: number;
  /** Whether every player has now moved: the model is between two steps, the moment to evaluate or save it. */
  readonly endsStep: boolean;
  /** How many examples the batch held. */
  readonly examples: number;
}
