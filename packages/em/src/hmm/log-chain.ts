import type { Emission } from './emission.js';
import { checkedSequence, type HmmSequence } from './hmm-sequence.js';
import type { LogChain } from './log-forward-backward.js';

/** What a chain's potentials are made of: `[m]`, `[m, m]`, `[m]`. */
export interface ChainParameters {
  readonly start: Float64Array;
  readonly transitions: Float64Array;
  readonly stop: Float64Array | undefined;
  readonly emission: Emission;
}

/** A sequence's log potentials by a model: emissions under states that are known not to be are -Infinity. */
export function logChain({ start, transitions, stop, emission }: ChainParameters, sequence: HmmSequence): LogChain {
  const { observations, states: known } = checkedSequence(sequence, emission, 'sequence');
  const { states } = emission;
  const steps = observations.shape[0]!;
  const emissions = new Float64Array(steps * states);
  emission.logProbs(observations, emissions);
  for (let i = 0; known && i < emissions.length; i++) {
    const z = known[Math.floor(i / states)]!;
    if (z >= 0 && z !== i % states) emissions[i] = -Infinity;
  }
  return {
    start: start.map(Math.log),
    transitions: transitions.map(Math.log),
    stop: stop?.map(Math.log),
    emissions,
    states,
    steps,
  };
}
