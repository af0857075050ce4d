import type { NamedArrays, Rng } from '@latents/math';

import type { Reading } from './reading.js';

/** What a step is given besides its batch. */
export interface PlayerContext {
  readonly step: number;
  /** A stream that belongs to this step and player alone: a function of the run's seed and the step's number. */
  readonly rng: Rng;
}

/** What a move reports; `fit` adds which step it was. */
export type Move = Omit<Reading, 'step' | 'epoch' | 'player' | 'endsStep' | 'examples'>;

/** One player's move. A VAE has one, EM and a GAN two, InfoGAN three. */
export interface Player<Batch> {
  readonly name: string;
  take(batch: Batch, context: PlayerContext): Move | Promise<Move>;
  /** What must be kept beside the model's weights to resume exactly (the optimizer's slots). */
  state?(): Promise<NamedArrays>;
  restore?(state: NamedArrays): Promise<void>;
}
