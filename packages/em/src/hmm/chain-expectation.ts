import { checkedSequences, type HmmSequence, impossible } from './hmm-sequence.js';
import { type ChainParameters, logChain } from './log-chain.js';
import { logForwardBackward } from './log-forward-backward.js';
import { type ForwardBackward, withForwardBackward } from './scaled-forward-backward.js';

/** What the E step gathers: starts `[m]`, transitions with stop in the last column `[m, width]`, the emission's statistics. */
interface Gathered {
  readonly statistics: Float64Array;
  readonly logMarginal: number;
  readonly examples: number;
}

/**
 * The E step over sequences of any lengths, in scaled arithmetic, and in log space where that would not be exact.
 *
 * @throws RangeError if there are no sequences, no weight, or one has probability 0: it names it.
 */
export function expectChains(chain: ChainParameters, sequences: readonly HmmSequence[]): Gathered {
  if (sequences.length === 0) throw new RangeError('hmm.expect(sequences): expected at least one sequence, got none.');
  const { start, stop, emission, transitions } = chain;
  const m = emission.states;
  const width = m + (stop ? 1 : 0);
  const statistics = new Float64Array(m + m * width + emission.statisticsLength);
  const checked = checkedSequences('hmm.expect(sequences)', sequences, emission);
  const longest = checked.reduce((most, { observations }) => Math.max(most, observations.shape[0]!), 0);
  /** Moves what `pass` has gathered into the statistics, times `weight`, and clears it. */
  const flush = ({ pairs, stride }: ForwardBackward, weight: number) => {
    for (let i = 0; i < m; i++)
      for (let j = 0; j < m; j++)
        statistics[m + i * width + j]! += weight * pairs[i * stride + j]! * transitions[i * m + j]!;
    pairs.fill(0);
  };
  let logMarginal = 0;
  let examples = 0;
  withForwardBackward(start, transitions, longest, (pass) => {
    const shifts = new Float64Array(longest);
    for (const [index, { observations, states, weight = 1 }] of checked.entries()) {
      if (weight === 0) continue;
      const steps = observations.shape[0]!;
      const shift = shifts.subarray(0, steps);
      emission.likelihoods(observations, { data: pass.likelihood, stride: pass.stride }, shift);
      if (states) keepKnown(states, pass, m);
      let logZ = pass.forward(stop, steps);
      let { gamma, stride, scaled } = { gamma: pass.gamma, stride: pass.stride, scaled: false };
      if (!Number.isNaN(logZ)) {
        for (const value of shift) logZ += value;
        // A weighted sequence's pairs are flushed on their own.
        if (weight !== 1) flush(pass, 1);
        scaled = pass.backward(stop, steps);
        if (weight !== 1) flush(pass, weight);
      }
      if (!scaled) {
        const exact = logForwardBackward(logChain(chain, checked[index]!));
        ({ logZ, gamma } = exact);
        if (logZ === -Infinity) throw impossible('hmm.expect(sequences)', `sequence ${index}`);
        stride = m;
        for (let i = 0; i < m; i++)
          for (let j = 0; j < m; j++) statistics[m + i * width + j]! += weight * exact.pairs[i * m + j]!;
      }
      logMarginal += weight * logZ;
      examples += weight;
      if (weight !== 1) gamma = gamma.map((value) => weight * value);
      for (let j = 0; j < m; j++) {
        statistics[j]! += gamma[j]!;
        if (stop) statistics[m + j * width + m]! += gamma[(steps - 1) * stride + j]!;
      }
      emission.accumulate(observations, { data: gamma, stride }, statistics, m + m * width);
    }
    flush(pass, 1);
  });
  if (!(examples > 0)) throw new RangeError('hmm.expect(sequences): expected a positive weight, got 0 in all.');
  return { statistics, logMarginal, examples };
}

/** Only the known states may emit. */
function keepKnown(states: ArrayLike<number>, { likelihood, stride }: ForwardBackward, m: number): void {
  for (let t = 0; t < states.length; t++)
    if (states[t]! >= 0) for (let j = 0; j < m; j++) if (j !== states[t]) likelihood[t * stride + j] = 0;
}
