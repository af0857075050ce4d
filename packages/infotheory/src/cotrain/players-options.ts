import type { PlayerOptions, TensorBound, TensorObjective, TensorsOf } from '@latents/core';
import { checkOptions, type Rng } from '@latents/math';
import type { Views } from './views.js';

/** Options of one player of {@link InfoCotrain}. All have defaults. */
export interface CotrainPlayerOptions extends PlayerOptions {
  /** The bound to move: `(views) => cotrain.bound(views)`. Default as {@link InfoCotrain.players} says. */
  readonly objective?: (views: TensorsOf<Views>, rng: Rng, step: number) => TensorBound | TensorObjective;
}

/** Training options: two players, or one (`joint`). All have defaults. */
export interface CotrainPlayersOptions {
  /** The player who moves Psi. */
  readonly psi?: CotrainPlayerOptions;
  /** The player who moves Phi. */
  readonly phi?: CotrainPlayerOptions;
  /**
   * One player who moves both encoders instead of two players: half the cost, and right for encoders that share variables
   * (word vectors, say).
   */
  readonly joint?: CotrainPlayerOptions;
  /**
   * Source of P(z), over which Psi spreads: the batch (default; the note's algorithm, with all the data as one batch), or a
   * running average over batches with this decay, which brings the gradient near that of all the data when batches are too
   * small to show P(z). The objective of Psi is then no bound, and the readings say so.
   */
  readonly marginal?: 'batch' | { readonly decay: number };
}

const PLAYER = ['optimizer', 'learningRate', 'clipNorm', 'objective'] as const;

/** Refuses unknown options, options that exclude each other, and a decay that is not from 0 to below 1. */
export function checkPlayersOptions(options: CotrainPlayersOptions, psiIsFixed: boolean): void {
  checkOptions('cotrain.players(options)', options, ['psi', 'phi', 'joint', 'marginal']);
  for (const name of ['psi', 'phi', 'joint'] as const) {
    if (options[name] !== undefined) checkOptions(`cotrain.players({ ${name} })`, options[name], PLAYER);
  }
  const { psi, phi, joint, marginal = 'batch' } = options;
  if (joint !== undefined && (psi !== undefined || phi !== undefined)) {
    throw new RangeError(
      'cotrain.players({ joint }): expected either joint or psi and phi, as joint moves both encoders, got both.',
    );
  }
  if (psiIsFixed && psi !== undefined) {
    throw new RangeError('cotrain.players({ psi }): expected no options of psi, which has no variables, got some.');
  }
  if ((joint ?? psi)?.objective !== undefined && options.marginal !== undefined) {
    throw new RangeError(
      'cotrain.players({ marginal }): expected it without an objective of psi, to which it belongs, got it with one.',
    );
  }
  if (marginal !== 'batch' && !(marginal?.decay >= 0 && marginal.decay < 1)) {
    throw new RangeError(
      `cotrain.players({ marginal }): expected 'batch' or { decay } with a decay from 0 to below 1, got ${JSON.stringify(marginal)}.`,
    );
  }
}
