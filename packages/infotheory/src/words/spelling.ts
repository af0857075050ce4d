import type { NamedVariables } from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { uniform } from './initial.js';
import { rowsOf } from './rows-of.js';

/** The recurrent weights of a GRU, gates in the order reset, update, candidate. */
export interface RecurrentWeights {
  /** `[units, 3 units]` */
  readonly kernel: tf.Tensor;
  /** `[3 units]` */
  readonly bias: tf.Tensor;
}

/** A GRU step: the input's part of the gates `[batch, 3 units]` and the state `[batch, units]` to the next state. */
export type RecurrentCell = (x: tf.Tensor, h: tf.Tensor, weights: RecurrentWeights) => tf.Tensor;

/** The GRU of Cho et al. 2014, in PyTorch's form, of tfjs's operations. */
export function gru(x: tf.Tensor, h: tf.Tensor, { kernel, bias }: RecurrentWeights): tf.Tensor {
  const [xr, xu, xn] = tf.split(x, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [hr, hu, hn] = tf.split(tf.add(tf.matMul(h, kernel), bias), 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const u = tf.sigmoid(tf.add(xu, hu));
  const n = tf.tanh(tf.add(xn, tf.mul(tf.sigmoid(tf.add(xr, hr)), hn)));
  return tf.add(tf.sub(n, tf.mul(u, n)), tf.mul(u, h));
}

/** Reads spellings in both directions. */
export interface SpellingReader {
  readonly variables: NamedVariables;
  /** Both last states, `[spellings.length, 2 units]`. The spellings come longest first. */
  read(spellings: readonly Int32Array[]): tf.Tensor;
}

/** A bidirectional GRU over character vectors of as many dimensions as it has units. */
export function spellingReader(characters: number, units: number, cell: RecurrentCell, rng: Rng): SpellingReader {
  const limit = 1 / Math.sqrt(units);
  const embedding = uniform([characters, units], Math.sqrt(3), rng);
  const direction = () => ({
    inputKernel: uniform([units, 3 * units], limit, rng),
    inputBias: uniform([3 * units], limit, rng),
    kernel: uniform([units, 3 * units], limit, rng),
    bias: uniform([3 * units], limit, rng),
  });
  const [forwards, backwards] = [direction(), direction()];
  const variables: NamedVariables = {
    characters: embedding,
    ...Object.fromEntries(Object.entries(forwards).map(([name, v]) => [`forwards/${name}`, v])),
    ...Object.fromEntries(Object.entries(backwards).map(([name, v]) => [`backwards/${name}`, v])),
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
      for (const [t, x] of inputs.entries()) state = cell(x, grown(state, active[t]!), weights);
    }
    return grown(state, spellings.length);
  }

  return {
    variables,
    read: (spellings) => tf.concat([last(spellings, forwards, false), last(spellings, backwards, true)], 1),
  };
}

/** With rows of zeros below, up to `rows`. */
function grown(state: tf.Tensor, rows: number): tf.Tensor {
  const [has, units] = state.shape as [number, number];
  return has === rows ? state : tf.concat([state, tf.zeros([rows - has, units])], 0);
}
