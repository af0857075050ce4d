import { checkInteger, checkPositiveInteger, drawIndex, type NdArray, ndArray, type Rng } from '@latents/math';
import { checkProbabilities, matrix, rowsOf, vector } from './checks.js';

/** A hidden Markov chain z that emits symbols x. */
export interface CategoricalHmm {
  /** `n` independent sequences: symbols x and states z, both `[n, steps]`. */
  sample(n: number, steps: number, rng: Rng): { readonly x: NdArray<Int32Array>; readonly z: NdArray<Int32Array> };
  /** log p(x) of each row of `[n, steps]` symbols, in nats, `[n]`, by the forward recursion; -Infinity if impossible. */
  logProb(x: NdArray): Float64Array;
}

/**
 * Sequences of a hidden Markov model: p(x, z) = initial(z_1) emission(x_1 given z_1) times, for t > 1,
 * transition(z_t given z_t-1) emission(x_t given z_t).
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { categoricalHmm } from '@latents/datasets/synthetic';
 *
 * const coin = categoricalHmm({ initial: [0.5, 0.5], transition: [[1, 0], [0, 1]], emission: [[1, 0], [0.5, 0.5]] });
 * coin.logProb(ndArray([1, 2], Int32Array.of(0, 0)))[0]; // => Math.log(0.5 + 0.5 * 0.25)
 * ```
 * @throws RangeError if `initial` `[states]`, the rows of `transition` `[states, states]` or those of `emission`
 * `[states, symbols]` are not probabilities with sum 1, or a shape is another.
 * @see Stratos, appendix A.1; Rabiner 1989, "A tutorial on hidden Markov models", section III.A
 */
export function categoricalHmm(options: {
  readonly initial: readonly number[];
  readonly transition: readonly (readonly number[])[];
  readonly emission: readonly (readonly number[])[];
}): CategoricalHmm {
  const states = options.initial.length;
  if (states === 0) throw new RangeError('categoricalHmm({ initial }): expected at least one state, got none.');
  const initial = vector('categoricalHmm({ initial })', options.initial, states);
  const transition = matrix('categoricalHmm({ transition })', options.transition, states, states);
  const emission = matrix('categoricalHmm({ emission })', options.emission, states);
  const symbols = emission.length / states;
  checkProbabilities('categoricalHmm({ initial })', initial);
  for (let z = 0; z < states; z++) {
    checkProbabilities(`categoricalHmm({ transition }), row ${z}`, options.transition[z]!);
    checkProbabilities(`categoricalHmm({ emission }), row ${z}`, options.emission[z]!);
  }
  return {
    sample(n, steps, rng) {
      checkPositiveInteger('hmm.sample(n)', n);
      checkPositiveInteger('hmm.sample(n, steps)', steps);
      const [x, z] = [new Int32Array(n * steps), new Int32Array(n * steps)];
      for (let i = 0; i < x.length; i++) {
        const opening = i % steps === 0;
        const state = drawIndex(rng, opening ? initial : transition, opening ? 0 : z[i - 1]! * states, states);
        z[i] = state;
        x[i] = drawIndex(rng, emission, state * symbols, symbols);
      }
      return { x: ndArray([n, steps], x), z: ndArray([n, steps], z) };
    },
    logProb(x) {
      const n = rowsOf('hmm.logProb(x)', x, [-1]);
      const steps = x.shape[1]!;
      const out = new Float64Array(n);
      for (let i = 0; i < x.data.length; i++) {
        const symbol = x.data[i]!;
        if (!(Number.isInteger(symbol) && symbol >= 0 && symbol < symbols)) {
          throw new RangeError(
            `hmm.logProb(x): expected symbols from 0 to ${symbols - 1}, got ${symbol} at index ${i}.`,
          );
        }
      }
      for (let row = 0; row < n; row++) out[row] = forward(x.data.subarray(row * steps, (row + 1) * steps));
      return out;
    },
  };

  /** The state probabilities are scaled to sum 1 at each step, so that no length of sequence underflows. */
  function forward(x: ArrayLike<number>): number {
    let belief = initial;
    let nats = 0;
    for (let t = 0; t < x.length; t++) {
      const weighed = belief.map((p, z) => p * emission[z * symbols + x[t]!]!);
      const total = weighed.reduce((sum, p) => sum + p, 0);
      if (total === 0) return -Infinity;
      nats += Math.log(total);
      belief = belief.map((_, next) => {
        let sum = 0;
        for (let z = 0; z < states; z++) sum += (weighed[z]! / total) * transition[z * states + next]!;
        return sum;
      });
    }
    return nats;
  }
}

/**
 * Sequences that switch between regimes: a regime goes on with probability `stay`, else another follows, all others
 * alike; each prefers its own symbol, drawn with probability `purity`, all other symbols alike.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { switchingHmm } from '@latents/datasets/synthetic';
 *
 * const { x } = switchingHmm({ regimes: 3, stay: 0.95, purity: 0.9 }).sample(2, 10, createRng(0));
 * x.shape; // => [2, 10]
 * ```
 * @throws RangeError if `regimes` is not an integer of at least 2, or `stay` or `purity` not from 0 to 1.
 */
export function switchingHmm(options: {
  readonly regimes: number;
  readonly stay: number;
  readonly purity: number;
}): CategoricalHmm {
  const { regimes } = options;
  checkInteger('switchingHmm({ regimes })', regimes, 2);
  const table = (name: 'stay' | 'purity') => {
    const kept = options[name];
    if (!(kept >= 0 && kept <= 1)) throw new RangeError(`switchingHmm({ ${name} }): expected 0 to 1, got ${kept}.`);
    const other = (1 - kept) / (regimes - 1);
    return Array.from({ length: regimes }, (_, i) =>
      Array.from({ length: regimes }, (_, j) => (i === j ? kept : other)),
    );
  };
  const initial = Array.from({ length: regimes }, () => 1 / regimes);
  return categoricalHmm({ initial, transition: table('stay'), emission: table('purity') });
}
