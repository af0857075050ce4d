import { createRng, type NdArray } from '@latents/math';

import { HalfSteps } from '../em-steps/half-steps.js';
import { matchStates } from './match-states.js';
import { type Hmm, type Kind, start, TRUE_STATES, truth } from './sources.js';

export interface ChainSettings {
  readonly kind: Kind;
  readonly states: number;
  readonly steps: number;
  readonly seed: number;
}

/** What a model says of the hidden path. */
export interface Decoded {
  /** The likeliest path, `[T]`. */
  readonly viterbi: Int32Array;
  /** p(z_t | x), `[T, states]`. */
  readonly posterior: Float64Array;
  /** The true state that each state of the model stands for. */
  readonly names: readonly number[];
  /** The share of steps whose true state is that of the likeliest path, and the likeliest of its step. */
  readonly rightByViterbi: number;
  readonly rightByPosterior: number;
}

/** Baum-Welch on one sequence whose path is known to us and not to the model. */
export class ChainRun extends HalfSteps<readonly NdArray<Float64Array>[], Hmm> {
  readonly kind: Kind;
  readonly truth: Hmm;
  /** `[T]`. */
  readonly path: Int32Array;

  constructor({ kind, states, steps, seed }: ChainSettings) {
    const rng = createRng(seed);
    const source = truth(kind);
    const { observations, path } = source.sample(steps, rng.split());
    super(start(kind, observations, states, rng), [observations], steps);
    this.kind = kind;
    this.truth = source;
    this.path = path;
  }

  get observations(): NdArray<Float64Array> {
    return this.data[0]!;
  }

  /** By the model as it is now, or by the one that made the sequence. */
  decode(model: Hmm = this.model): Decoded {
    const { path, observations } = this;
    const viterbi = model.viterbi(observations).path;
    const likeliest = model.decode(observations);
    const counts = new Float64Array(model.states * TRUE_STATES);
    for (const [t, state] of viterbi.entries()) counts[state * TRUE_STATES + path[t]!]!++;
    const names = matchStates(counts, model.states, TRUE_STATES);
    const right = (found: Int32Array) => found.filter((state, t) => names[state] === path[t]).length / path.length;
    return {
      viterbi,
      posterior: model.posterior(observations).data,
      names,
      rightByViterbi: right(viterbi),
      rightByPosterior: right(likeliest),
    };
  }
}
