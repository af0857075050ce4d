/** Offsets and sizes of a hidden Markov chain. `states` is a multiple of 4, padded with zeros. */
export interface ChainLayout {
  readonly states: number;
  /** Offset of p(first state), `[states]`. */
  readonly start: number;
  /** Offset of p(next | state), `[states, states]`. */
  readonly transitions: number;
  /** Offset of the transitions transposed, `[states, states]`. */
  readonly transposed: number;
  /** Offset of p(observation | state), `[steps, states]`. */
  readonly likelihood: number;
  /** Offset of the forward probabilities, each step divided by its sum, `[steps, states]`. */
  readonly alpha: number;
  /** Offset of the posterior of the state at each step, `[steps, states]`. */
  readonly gamma: number;
  /** Offset of the sum of each forward step, `[steps]`. */
  readonly sums: number;
  /** Offset of the reciprocals of the sums, `[steps]`. */
  readonly inverse: number;
  /** Offset of the backward probabilities of one step, `[states]`. */
  readonly beta: number;
  /** Offset of the expected transitions without their probability, `[states, states]`. */
  readonly pairs: number;
  /** Offset of scratch room, `[chunk, states]`. */
  readonly scratch: number;
  /** Number of steps between two updates of `pairs`. */
  readonly chunk: number;
}

/** Inner loops of hidden Markov models, in scaled arithmetic. */
export interface ChainKernels {
  /**
   * Writes `alpha`, `sums` and `inverse`; returns the number of steps taken.
   *
   * @param least The pass ends at the first step whose sum is not above this.
   */
  forward(layout: ChainLayout, steps: number, least: number): number;
  /** Writes `gamma` and adds to `pairs`. `beta` holds the last step's values before and the first step's after. */
  backward(layout: ChainLayout, steps: number): void;
}
