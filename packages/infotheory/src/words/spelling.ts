import { gruCell, type NamedVariables, prefixed, uniformVariable } from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { rowsOf } from './rows-of.js';

/** Reads spellings in both directions. */
export interface SpellingReader {
  readonly variables: NamedVariables;
  /** Both last states, `[spellings.length, 2 units]`. The spellings come longest first. */
  read(spellings: readonly Int32Array[]): tf.Tensor;
}

/** Returns a bidirectional GRU over character vectors with `units` dimensions. */
export function spellingReader(characters: number, units: number, rng: Rng): SpellingReader {
  const limit = 1 / Math.sqrt(units);
  const embedding = uniformVariable([characters, units], Math.sqrt(3), rng);
  const direction = () => ({
    inputKernel: uniformVariable([units, 3 * units], limit, rng),
    inputBias: uniformVariable([3 * units], limit, rng),
    kernel: uniformVariable([units, 3 * units], limit, rng),
    bias: uniformVariable([3 * units], limit, rng),
  });
  const [forwards, backwards] = [direction(), direction()];
  const variables: NamedVariables = {
    characters: embedding,
    ...prefixed('forwards', forwards),
    ...prefixed('backwards', backwards),
  };

  /** All words end at the last step and join when they begin, so that no state has to be carried past its word's end. */
  function last(spellings: readonly Int32Array[], weights: typeof forwards, reversed: boolean): tf.Tensor {
    const steps = spellings[0]?.length ?? 0;
    const active = Array.from(
      { length: steps },
      (_, t) => spellings.filter(({ length }) => length >= steps - t).length,
    );
    const ids = active.flatMap((count, t) =>
      spellings.slice(0, count).map((s) => (reversed ? s[steps - 1 - t]! : s[t - steps + s.length]!)),
    );
    let state = tf.zeros([active[0] ?? spellings.length, units]) as tf.Tensor;
    if (steps > 0) {
      // The input's part of the gates is a function of the character alone: computed once for each, then looked up.
      const gates = tf.add(tf.matMul(embedding as tf.Tensor2D, weights.inputKernel as tf.Tensor2D), weights.inputBias);
      const inputs = tf.split(rowsOf(gates, Int32Array.from(ids)), active, 0);
      for (const [t, x] of inputs.entries()) state = gruCell(x, grown(state, active[t]!), weights);
    }
    return grown(state, spellings.length);
  }

  return {
    variables,
    read: (spellings) => tf.concat([last(spellings, forwards, false), last(spellings, backwards, true)], 1),
  };
}

/** Pads `state` with zero rows to `rows` rows. */
function grown(state: tf.Tensor, rows: number): tf.Tensor {
  const [has, units] = state.shape as [number, number];
  return has === rows ? state : tf.concat([state, tf.zeros([rows - has, units])], 0);
}
