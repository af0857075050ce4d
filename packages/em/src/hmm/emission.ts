import type { NamedArrays, NdArray, Rng } from '@latents/math';
import type { Json } from '@latents/training';

/** Description of an emission, in plain JSON. */
export interface EmissionConfig {
  /** The kind of emission: `'categorical'`. */
  readonly kind: string;
  readonly [key: string]: Json;
}

/** One number per step t and state z: `data[t * stride + z]`. */
export interface StateRows {
  readonly data: Float64Array;
  /** Distance between the rows of two steps, at least the number of states. */
  readonly stride: number;
}

/** What the states of a hidden Markov model emit: p(x_t | z_t), with statistics for its M step. */
export interface Emission {
  /** Description: the kind, the number of states, and everything else but the parameters. */
  readonly config: EmissionConfig;
  /** The parameters by name, in float64: they restore the emission to the bit. */
  readonly parameters: NamedArrays;
  readonly states: number;
  readonly statisticsLength: number;
  /** @throws RangeError if these are no observations of this emission, saying what was expected and where. */
  check(observations: NdArray, name: string): void;
  /** Writes p(x_t | z) / exp(shift[t]) for step t and state z into `out`; `shift[t]` is chosen so that nothing overflows. */
  likelihoods(observations: NdArray, out: StateRows, shift: Float64Array): void;
  /** log p(x_t | z) into `out[t * states + z]`, in nats. */
  logProbs(observations: NdArray, out: Float64Array): void;
  /** Adds the statistics of observations under the posteriors p(z_t | x) of their states to `statistics` from `offset` on. */
  accumulate(observations: NdArray, posteriors: StateRows, statistics: Float64Array, offset: number): void;
  maximize(statistics: Float64Array, offset: number): Emission;
  /**
   * Returns an emission of this description with other parameters.
   *
   * @param where Start of the error message.
   * @throws Error that names the first missing, unknown, misshapen or non-finite array.
   * @throws RangeError for parameters outside their domain.
   */
  withParameters(where: string, arrays: NamedArrays): Emission;
  /** The expected log p(x | z) under statistics, in nats. */
  expectedLogProb(statistics: Float64Array, offset: number): number;
  logPrior(): number;
  draw(state: number, rng: Rng): number[];
  point(): number[];
  at(point: Float64Array, from: number): Emission;
  gradient(statistics: Float64Array, offset: number): number[];
}

/** Shifts each row of log likelihoods `[t, states]` by its maximum and exponentiates it into `out`. */
export function exponentiateRows(logs: Float64Array, states: number, out: StateRows, shift: Float64Array): void {
  for (let t = 0; t < shift.length; t++) {
    let max = -Infinity;
    for (let z = 0; z < states; z++) max = Math.max(max, logs[t * states + z]!);
    shift[t] = max === -Infinity ? 0 : max;
    for (let z = 0; z < states; z++) out.data[t * out.stride + z] = Math.exp(logs[t * states + z]! - shift[t]!);
  }
}
