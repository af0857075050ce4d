import type { NamedArrays, Rng } from '@latents/math';
import type { Json } from '../models/json.js';
import type { Reading } from './reading.js';

/** The context of a move, besides its batch. */
export interface PlayerContext {
  readonly step: number;
  /** A stream that belongs to this step and player alone: a function of the run's seed and the step's number. */
  readonly rng: Rng;
}

/** The report of a move; `fit` adds the step, the player and the batch size. */
export type Move = Omit<Reading, 'step' | 'epoch' | 'player' | 'endsStep' | 'examples'>;

/** One participant's update of a model. A VAE has one player, EM and a GAN have two, InfoGAN has three. */
export interface Player<Batch> {
  readonly name: string;
  /** The model that this player trains. `fit` refuses to train one model twice at the same time. */
  readonly model?: object;
  /** Plain JSON settings (optimizer, learning rate, clipping): `resume` compares them with the checkpoint's. */
  readonly settings?: Json;
  take(batch: Batch, context: PlayerContext): Move | Promise<Move>;
  /** Reads what a checkpoint must hold besides the model's weights: the optimizer's slots. */
  state?(): Promise<NamedArrays>;
  /** Takes what `state` returned. Throws an Error, and changes nothing, if it belongs to another player or optimizer. */
  restore?(state: NamedArrays): Promise<void>;
}
