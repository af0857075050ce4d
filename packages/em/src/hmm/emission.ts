import type { NdArray, Rng } from '@latents/math';

/** What the states of a hidden Markov model emit: p(x_t | z_t), with statistics for its M step. */
export interface Emission {
  readonly states: number;
  readonly statisticsLength: number;
  /** @throws RangeError if these are no observations of this emission, saying what was expected and where. */
  check(observations: NdArray, name: string): void;
  /** `out[t * stride + z] = p(x_t | z) / exp(shift[t])`, `shift[t]` chosen so that nothing overflows. */
  likelihoods(observations: NdArray, out: Float64Array, stride: number, shift: Float64Array): void;
  /** log p(x_t | z) into `out[t * states + z]`, in nats. */
  logProbs(observations: NdArray, out: Float64Array): void;
  /** Adds the statistics of observations under state posteriors `gamma[t * stride + z]`. */
  accumulate(
    observations: NdArray,
    gamma: Float64Array,
    stride: number,
    statistics: Float64Array,
    offset: number,
  ): void;
  maximize(statistics: Float64Array, offset: number): Emission;
  /** The expected log p(x | z) under statistics, in nats. */
  expectedLogProb(statistics: Float64Array, offset: number): number;
  logPrior(): number;
  draw(state: number, rng: Rng): number[];
  point(): number[];
  at(point: Float64Array, from: number): Emission;
  gradient(statistics: Float64Array, offset: number): number[];
}

/** Shifts each row of log likelihoods `[t, states]` by its maximum and exponentiates it into rows of `stride`. */
export function exponentiateRows(
  logs: Float64Array,
  states: number,
  out: Float64Array,
  stride: number,
  shift: Float64Array,
): void {
  for (let t = 0; t < shift.length; t++) {
    let max = -Infinity;
    for (let z = 0; z < states; z++) max = Math.max(max, logs[t * states + z]!);
    shift[t] = max === -Infinity ? 0 : max;
    for (let z = 0; z < states; z++) out[t * stride + z] = Math.exp(logs[t * states + z]! - shift[t]!);
  }
}
