import type { NdArray } from '@latents/math';
import type { Emission } from './emission.js';

/** What a hidden Markov model consists of. */
export interface HmmParameters<E extends Emission> {
  /** p(z_1), `[states]`. */
  readonly start: ArrayLike<number>;
  /** p(z_t | z_{t-1}), `[states, states]`; each row, with its entry of `stop`, sums to 1. Zeros stay zero in training: left-to-right and sparse chains. */
  readonly transitions: NdArray;
  /** The chance that the sequence ends after a state, `[states]`; absent: lengths are given. */
  readonly stop?: ArrayLike<number>;
  readonly emission: E;
}
