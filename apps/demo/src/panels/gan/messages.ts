import type { TracePoint } from '@latents/gan';

/** The state of the game, next to the true divergence. */
export interface Standing extends TracePoint {
  /** The JSD of the data's own density and what G makes. */
  readonly truth: number;
  /** Modes that G gives less than a quarter of their share. */
  readonly lost: number;
}

/** What the worker tells of a prepared game. */
export interface Facts {
  readonly modes: number;
  /** How many points D judges at once. */
  readonly packing: number;
  /** Real points to be drawn, two numbers each. */
  readonly real: Float64Array;
}

/** What the worker tells the page besides how the training goes. */
export type Shown =
  | {
      readonly kind: 'drawn';
      /** D's logits on a grid of the view, rows from below. */
      readonly logits: Float64Array;
      /** Generated points, two numbers each. */
      readonly points: Float64Array;
      readonly modes: number;
      readonly highQuality: number;
    }
  | { readonly kind: 'traced'; readonly point: Standing };
