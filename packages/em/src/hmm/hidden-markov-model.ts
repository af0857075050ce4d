import {
  argMaxRows,
  checkPositiveInteger,
  checkRng,
  drawIndex,
  type NdArray,
  ndArray,
  type Rng,
  softmaxRows,
} from '@latents/math';
import { checkStatistics } from '../algorithms/check-statistics.js';
import type { Expectation, LatentVariableModel } from '../algorithms/latent-variable-model.js';
import { labelsOf, type Semiring } from '../semirings/semiring.js';
import { nBestSemiring, sampleSemiring } from '../semirings/semirings.js';
import { checkedRows, expectedLog, logitGradient, normalizedRows } from '../tables/distribution-rows.js';
import { chainValue, pathOf, viterbiPath } from './chain.js';
import { expectChains } from './chain-expectation.js';
import type { Emission } from './emission.js';
import { type HmmSequence, impossible, openSequence } from './hmm-sequence.js';
import { type ChainParameters, logChain } from './log-chain.js';
import { type LogChain, logForwardBackward } from './log-forward-backward.js';

/** Parameters of a hidden Markov model. */
export interface HmmParameters<E extends Emission> {
  /** p(z_1), `[states]`. */
  readonly start: ArrayLike<number>;
  /** p(z_t | z_{t-1}), `[states, states]`; each row, with its entry of `stop`, sums to 1. Zeros stay zero in training: left-to-right and sparse chains. */
  readonly transitions: NdArray;
  /** Probability that the sequence ends after a state, `[states]`; absent if lengths are given. */
  readonly stop?: ArrayLike<number>;
  readonly emission: E;
}

/**
 * A hidden Markov model, `p(x, z) = t(z_1 | start) prod_i t(z_i | z_{i-1}) prod_i o(x_i | z_i) [t(stop | z_T)]`.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { CategoricalEmission, HiddenMarkovModel } from '@latents/em';
 *
 * const hmm = new HiddenMarkovModel({
 *   start: [0.5, 0.5],
 *   transitions: ndArray([2, 2], Float64Array.of(0.9, 0.1, 0.1, 0.9)),
 *   emission: new CategoricalEmission(ndArray([2, 2], Float64Array.of(0.8, 0.2, 0.2, 0.8))),
 * });
 * Array.from(hmm.viterbi(ndArray([4], Int32Array.of(0, 0, 1, 1))).path); // => [0, 0, 1, 1]
 * ```
 * @see Stratos A.1; Rabiner 1989
 */
export class HiddenMarkovModel<E extends Emission = Emission>
  implements LatentVariableModel<readonly HmmSequence[], HiddenMarkovModel<E>>
{
  readonly states: number;
  readonly start: Float64Array;
  /** `[states, states + 1]` with stop in the last column, or `[states, states]`. */
  private readonly moves: Float64Array;
  readonly hasStop: boolean;
  readonly emission: E;

  /** @throws RangeError for a wrong shape, or rows that are not distributions. */
  constructor({ start, transitions, stop, emission }: HmmParameters<E>) {
    const m = emission.states;
    if (transitions.shape.join() !== `${m},${m}`)
      throw new RangeError(
        `HiddenMarkovModel({ transitions }): expected shape [${m}, ${m}], one row a state of the emission, got [${transitions.shape}].`,
      );
    if (stop && stop.length !== m)
      throw new RangeError(`HiddenMarkovModel({ stop }): expected ${m} numbers, got ${stop.length}.`);
    this.states = m;
    this.hasStop = stop !== undefined;
    this.emission = emission;
    this.start = checkedRows(start, 1, m, 'HiddenMarkovModel({ start })');
    const rows = Array.from({ length: m }, (_, i) => [
      ...transitions.data.slice(i * m, (i + 1) * m),
      ...(stop ? [stop[i]!] : []),
    ]).flat();
    this.moves = checkedRows(rows, m, this.width, 'HiddenMarkovModel({ transitions, stop })');
  }

  /** `[states, states]`. */
  get transitions(): NdArray<Float64Array> {
    const { states: m, width } = this;
    return ndArray(
      [m, m],
      this.moves.filter((_, i) => i % width < m),
    );
  }

  /** `[states]`, or undefined where lengths are given. */
  get stop(): Float64Array | undefined {
    return this.hasStop ? this.moves.filter((_, i) => i % this.width === this.states) : undefined;
  }

  /** log p(x) of a sequence, in nats; -Infinity if no path can emit it. */
  logProb(sequence: HmmSequence): number {
    return logForwardBackward(this.chain(sequence)).logZ;
  }

  /** log p(x, z) of a sequence and a whole path, in nats. @throws RangeError if a state of the path is unknown. */
  logJoint(sequence: HmmSequence, path: ArrayLike<number>): number {
    const { observations } = openSequence(sequence);
    const gap = Array.from(path).indexOf(-1);
    if (gap >= 0)
      throw new RangeError(`logJoint(sequence, path): expected a state at every step, got -1 at step ${gap}.`);
    return logForwardBackward(this.chain({ observations, states: path })).logZ;
  }

  /** p(z_t | x), `[T, states]`. @throws RangeError if the sequence has probability 0. */
  posterior(sequence: HmmSequence): NdArray<Float64Array> {
    const chain = this.chain(sequence);
    const { gamma, logZ } = logForwardBackward(chain);
    if (logZ === -Infinity) throw impossible('posterior(sequence): the sequence');
    return ndArray([chain.steps, this.states], gamma);
  }

  /** The state of highest posterior at each step, `[T]`: fewest errors expected, though the path may be impossible. @throws RangeError if the sequence has probability 0. */
  decode(sequence: HmmSequence): Int32Array {
    return argMaxRows(this.posterior(sequence).data, this.states);
  }

  /** The likeliest path, `[T]`, and its log p(x, z), in nats. @throws RangeError if the sequence has probability 0. */
  viterbi(sequence: HmmSequence): { path: Int32Array; logProb: number } {
    const best = viterbiPath(this.chain(sequence));
    if (best.logProb === -Infinity) throw impossible('viterbi(sequence): the sequence');
    return best;
  }

  /** The `n` likeliest paths, best first, with log p(x, z): fewer if fewer are possible. */
  nBest(sequence: HmmSequence, n: number): { path: Int32Array; logProb: number }[] {
    return this.valueOf(sequence, nBestSemiring(n)).map(({ derivation, logWeight }) => ({
      path: pathOf(labelsOf(derivation)),
      logProb: logWeight,
    }));
  }

  /** A path drawn from p(z | x), `[T]`. @throws RangeError if the sequence has probability 0. */
  samplePosterior(sequence: HmmSequence, rng: Rng): Int32Array {
    const { derivation, logWeight } = this.valueOf(sequence, sampleSemiring(rng));
    if (logWeight === -Infinity) throw impossible('samplePosterior(sequence): the sequence');
    return pathOf(labelsOf(derivation));
  }

  /** The value of all paths in any semiring: {@link logSemiring}, {@link entropySemiring}, ... A path's labels are its states. */
  valueOf<T>(sequence: HmmSequence, semiring: Semiring<T>): T {
    return chainValue(semiring, this.chain(sequence));
  }

  /**
   * A sequence and its path.
   *
   * @param steps How long; with a stop probability, the most it may last.
   * @throws RangeError unless `steps` is a positive integer.
   */
  sample(steps: number, rng: Rng): { observations: NdArray<Float64Array>; path: Int32Array } {
    checkPositiveInteger('sample(steps, rng)', steps, 'steps');
    checkRng('sample(steps, rng)', rng);
    const path: number[] = [];
    const drawn: number[][] = [];
    let state = drawIndex(rng, this.start);
    while (path.length < steps && state < this.states) {
      path.push(state);
      drawn.push(this.emission.draw(state, rng));
      state = drawIndex(rng, this.moves, state * this.width, this.width);
    }
    const scalar = 'symbols' in this.emission;
    return {
      observations: ndArray(
        scalar ? [drawn.length] : [drawn.length, drawn[0]!.length],
        Float64Array.from(drawn.flat()),
      ),
      path: Int32Array.from(path),
    };
  }

  /**
   * The E step over sequences of any lengths, in scaled arithmetic, and in log space where that would not be exact.
   *
   * @throws RangeError if there are no sequences, or one has probability 0: it names it.
   */
  expect(sequences: readonly HmmSequence[]): Expectation {
    const { statistics, logMarginal, examples } = expectChains(this.parts(), sequences);
    const expectedLogJoint = this.expectedLogJoint(statistics);
    return { statistics, logMarginal, expectedLogJoint, entropy: logMarginal - expectedLogJoint, examples };
  }

  /** The M step. @throws RangeError if the statistics are not this model's or not finite, or as the emission's; SingularCovarianceError as the emission's. */
  maximize(statistics: Float64Array): HiddenMarkovModel<E> {
    const { states: m, width } = this;
    checkStatistics(statistics, m + m * width + this.emission.statisticsLength);
    const start = normalizedRows(statistics, 0, 1, m, this.start);
    const moves = normalizedRows(statistics, m, m, width, this.moves);
    return this.with(start, moves, this.emission.maximize(statistics, m + m * width));
  }

  expectedLogJoint(statistics: Float64Array): number {
    const { states: m, width } = this;
    return (
      expectedLog(statistics, 0, this.start) +
      expectedLog(statistics, m, this.moves) +
      this.emission.expectedLogProb(statistics, m + m * width)
    );
  }

  logPrior(): number {
    return this.emission.logPrior();
  }

  toUnconstrained(): Float64Array {
    return Float64Array.from([
      ...Array.from(this.start, Math.log),
      ...Array.from(this.moves, Math.log),
      ...this.emission.point(),
    ]);
  }

  fromUnconstrained(point: Float64Array): HiddenMarkovModel<E> {
    const { states: m, width } = this;
    return this.with(
      softmaxRows(point, 0, 1, m),
      softmaxRows(point, m, m, width),
      this.emission.at(point, m + m * width),
    );
  }

  gradient(statistics: Float64Array): Float64Array {
    const { states: m, width } = this;
    return Float64Array.from([
      ...logitGradient(statistics, 0, 1, m, this.start),
      ...logitGradient(statistics, m, m, width, this.moves),
      ...this.emission.gradient(statistics, m + m * width),
    ]);
  }

  private get width(): number {
    return this.states + (this.hasStop ? 1 : 0);
  }

  private with(start: Float64Array, moves: Float64Array, emission: Emission): HiddenMarkovModel<E> {
    const { states: m, width } = this;
    const transitions = ndArray(
      [m, m],
      moves.filter((_, i) => i % width < m),
    );
    const stop = this.hasStop ? { stop: moves.filter((_, i) => i % width === m) } : {};
    return new HiddenMarkovModel({ start, transitions, emission: emission as E, ...stop });
  }

  private parts(): ChainParameters {
    const { start, stop, emission } = this;
    return { start, transitions: this.transitions.data, stop, emission };
  }

  private chain(sequence: HmmSequence): LogChain {
    return logChain(this.parts(), sequence);
  }
}
