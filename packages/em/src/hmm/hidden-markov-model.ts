import {
  argMaxRows,
  checkOptions,
  checkPositiveInteger,
  checkRng,
  drawIndex,
  type NamedArrays,
  type NdArray,
  ndArray,
  type Rng,
  softmaxRows,
  withoutPrefix,
  withPrefix,
} from '@latents/math';
import { checkKind, type ModelConfig, type SavedModel } from '@latents/training';
import { checkStatistics } from '../algorithms/check-statistics.js';
import { EmModel } from '../algorithms/em-model.js';
import type { Expectation } from '../algorithms/latent-variable-model.js';
import { labelsOf, type Semiring } from '../semirings/semiring.js';
import { nBestSemiring, sampleSemiring } from '../semirings/semirings.js';
import { expectedLog, logitGradient, normalizedRows } from '../tables/distribution-rows.js';
import { chainValue, pathOf, viterbiPath } from './chain.js';
import { expectChains } from './chain-expectation.js';
import type { Emission } from './emission.js';
import { emissionOf } from './emission-of.js';
import { type Chain, chainOf, EMISSION, type HmmParameters, parametersOf, splitMoves } from './hmm-parameters.js';
import { checkedSequences, type HmmSequence, impossible, openSequence } from './hmm-sequence.js';
import { type ChainParameters, logChain } from './log-chain.js';
import { type LogChain, logForwardBackward } from './log-forward-backward.js';

const KIND = 'hidden Markov model';

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
export class HiddenMarkovModel<E extends Emission = Emission> extends EmModel<
  readonly HmmSequence[],
  Chain<E>,
  HiddenMarkovModel<E>
> {
  /** @throws RangeError for a wrong shape, or rows that are not distributions. */
  constructor(parameters: HmmParameters<E>) {
    super(chainOf(parameters));
  }

  /**
   * Returns the model that a file holds: `load(HiddenMarkovModel, source)` calls it.
   *
   * @throws Error if the file holds a model of another kind, or arrays that do not fit its description.
   * @throws RangeError for an emission of an unknown kind, or for settings or parameters outside their domain.
   */
  static fromSaved({ config, arrays }: SavedModel): HiddenMarkovModel {
    const where = 'load(HiddenMarkovModel, source)';
    checkKind(where, KIND, config);
    checkOptions(where, config as object, ['kind', 'stop', 'emission']);
    const emission = emissionOf(where, config['emission'], withoutPrefix(EMISSION, arrays));
    return new HiddenMarkovModel(parametersOf(where, config['stop'] === true, emission, arrays));
  }

  get states(): number {
    return this.parts.emission.states;
  }

  /** p(z_1), `[states]`. */
  get start(): Float64Array {
    return this.parts.start;
  }

  get hasStop(): boolean {
    return this.parts.hasStop;
  }

  get emission(): E {
    return this.parts.emission;
  }

  /** `[states, states]`. */
  get transitions(): NdArray<Float64Array> {
    return splitMoves(this.parts).transitions;
  }

  /** `[states]`, or undefined where lengths are given. */
  get stop(): Float64Array | undefined {
    return splitMoves(this.parts).stop;
  }

  override get config(): ModelConfig {
    return { kind: KIND, stop: this.hasStop, emission: this.emission.config };
  }

  /** Start, transitions, stop, and those of the emission as `emission/...`. */
  override get parameters(): NamedArrays {
    const { states, start, transitions, stop, emission } = this;
    return {
      start: ndArray([states], start),
      transitions,
      ...(stop && { stop: ndArray([states], stop) }),
      ...withPrefix(EMISSION, emission.parameters),
    };
  }

  override copy(): HiddenMarkovModel<E> {
    return this.with(this.start, this.moves, this.emission);
  }

  /** log p(x) of a sequence, in nats; -Infinity if no path can emit it. */
  logProb(sequence: HmmSequence): number {
    return logForwardBackward(this.chain(sequence)).logZ;
  }

  /** log p(x, z) of a sequence and a whole path, in nats. @throws RangeError if a state of the path is unknown. */
  logJoint(sequence: HmmSequence, path: ArrayLike<number>): number {
    const { observations } = openSequence(sequence, 'hmm.logJoint(sequence, path)');
    const gap = Array.from(path).indexOf(-1);
    if (gap >= 0)
      throw new RangeError(`hmm.logJoint(sequence, path): expected a state at every step, got -1 at step ${gap}.`);
    return logForwardBackward(this.chain({ observations, states: path })).logZ;
  }

  /** p(z_t | x), `[T, states]`. @throws RangeError if the sequence has probability 0. */
  posterior(sequence: HmmSequence): NdArray<Float64Array> {
    const chain = this.chain(sequence);
    const { gamma, logZ } = logForwardBackward(chain);
    if (logZ === -Infinity) throw impossible('hmm.posterior(sequence)', 'the sequence');
    return ndArray([chain.steps, this.states], gamma);
  }

  /** The state of highest posterior at each step, `[T]`: fewest errors expected, though the path may be impossible. @throws RangeError if the sequence has probability 0. */
  decode(sequence: HmmSequence): Int32Array {
    return argMaxRows(this.posterior(sequence).data, this.states);
  }

  /** The likeliest path, `[T]`, and its log p(x, z), in nats. @throws RangeError if the sequence has probability 0. */
  viterbi(sequence: HmmSequence): { path: Int32Array; logProb: number } {
    const best = viterbiPath(this.chain(sequence));
    if (best.logProb === -Infinity) throw impossible('hmm.viterbi(sequence)', 'the sequence');
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
    if (logWeight === -Infinity) throw impossible('hmm.samplePosterior(sequence)', 'the sequence');
    return pathOf(labelsOf(derivation));
  }

  /** The value of all paths in any semiring: {@link logSemiring}, {@link entropySemiring}, ... A path's labels are its states. */
  override valueOf<T>(sequence: HmmSequence, semiring: Semiring<T>): T {
    return chainValue(semiring, this.chain(sequence));
  }

  /**
   * A sequence and its path.
   *
   * @param steps How long; with a stop probability, the most it may last.
   * @throws RangeError unless `steps` is a positive integer.
   */
  sample(steps: number, rng: Rng): { observations: NdArray<Float64Array>; path: Int32Array } {
    checkPositiveInteger('hmm.sample(steps, rng)', steps, 'steps');
    checkRng('hmm.sample(steps, rng)', rng);
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
  override expect(sequences: readonly HmmSequence[]): Expectation {
    const { statistics, logMarginal, examples } = expectChains(this.chainParameters(), sequences);
    const expectedLogJoint = this.expectedLogJoint(statistics);
    return { statistics, logMarginal, expectedLogJoint, entropy: logMarginal - expectedLogJoint, examples };
  }

  /** The M step. @throws RangeError if the statistics are not this model's or not finite, or as the emission's; SingularCovarianceError as the emission's. */
  override maximize(statistics: Float64Array): HiddenMarkovModel<E> {
    const { states: m, width } = this;
    checkStatistics(statistics, m + m * width + this.emission.statisticsLength);
    const start = normalizedRows(statistics, 0, 1, m, this.start);
    const moves = normalizedRows(statistics, m, m, width, this.moves);
    return this.with(start, moves, this.emission.maximize(statistics, m + m * width));
  }

  override expectedLogJoint(statistics: Float64Array): number {
    const { states: m, width } = this;
    return (
      expectedLog(statistics, 0, this.start) +
      expectedLog(statistics, m, this.moves) +
      this.emission.expectedLogProb(statistics, m + m * width)
    );
  }

  override logPrior(): number {
    return this.emission.logPrior();
  }

  override toUnconstrained(): Float64Array {
    return Float64Array.from([
      ...Array.from(this.start, Math.log),
      ...Array.from(this.moves, Math.log),
      ...this.emission.point(),
    ]);
  }

  override fromUnconstrained(point: Float64Array): HiddenMarkovModel<E> {
    const { states: m, width } = this;
    return this.with(
      softmaxRows(point, 0, 1, m),
      softmaxRows(point, m, m, width),
      this.emission.at(point, m + m * width),
    );
  }

  override gradient(statistics: Float64Array): Float64Array {
    const { states: m, width } = this;
    return Float64Array.from([
      ...logitGradient(statistics, 0, 1, m, this.start),
      ...logitGradient(statistics, m, m, width, this.moves),
      ...this.emission.gradient(statistics, m + m * width),
    ]);
  }

  protected override partsOf(arrays: NamedArrays): Chain<E> {
    const where = 'hmm.assign(arrays)';
    const emission = this.emission.withParameters(`${where}, emission`, withoutPrefix(EMISSION, arrays)) as E;
    return chainOf(parametersOf(where, this.hasStop, emission, arrays));
  }

  protected override checkedData(input: unknown) {
    const data = checkedSequences('train(hmm, data)', input, this.emission);
    return { data, examples: data.length };
  }

  /** `[states, states + 1]` with stop in the last column, or `[states, states]`. */
  private get moves(): Float64Array {
    return this.parts.moves;
  }

  private get width(): number {
    return this.states + (this.hasStop ? 1 : 0);
  }

  private with(start: Float64Array, moves: Float64Array, emission: Emission): HiddenMarkovModel<E> {
    const chain = { start, moves, hasStop: this.hasStop, emission: emission as E };
    return new HiddenMarkovModel({ start, emission: chain.emission, ...splitMoves(chain) });
  }

  private chainParameters(): ChainParameters {
    const { start, stop, emission } = this;
    return { start, transitions: this.transitions.data, stop, emission };
  }

  private chain(sequence: HmmSequence): LogChain {
    return logChain(this.chainParameters(), sequence);
  }
}
