import { conditional, gradientPlayer, mlp, normalHead, tensorBound } from '@latents/core';
import {
  checkFinite,
  checkOneOf,
  checkOptions,
  columnMeans,
  columnStandardDeviations,
  type NdArray,
  type Normalization,
  normalizeColumns,
} from '@latents/math';
import { maximize, type Side } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { barberAgakov, club, differenceOfEntropies, leaveOneOut } from './conditional-bounds.js';
import { type InformationEstimator, tableOf } from './estimate.js';
import {
  overBatches,
  type Pairs,
  TRAINING_OPTIONS,
  type TrainingOptions,
  threeParts,
  trainingOptions,
  trainStopped,
} from './held-out-training.js';
import { normalScores } from './normal-scores.js';

/** Bound that is made of a conditional q(y | x). */
export type ConditionalMethod = 'barber-agakov' | 'difference-of-entropies' | 'club' | 'leave-one-out';

/** log p(y_i | x_j) at `[i, j]`, `[n, n]`, in nats, of x `[n, dx]` and y `[n, dy]`. */
export type LogConditional = (x: tf.Tensor, y: tf.Tensor) => tf.Tensor2D;

export interface ConditionalEstimatorOptions extends TrainingOptions {
  readonly method: ConditionalMethod;
  /**
   * The conditional itself, where it is known (that of a stochastic encoder). Nothing is trained, and coordinates are taken as they
   * are. Default: q is learned, an independent normal for each coordinate whose mean and variance are networks of x.
   */
  readonly known?: LogConditional;
  /**
   * For `'barber-agakov'`: h(Y), in nats. Default: that of a standard normal, which holds as coordinates go in by rank, and only for y
   * `[n, 1]`. If it is given, y is standardised only, which the estimate takes into account.
   */
  readonly entropy?: number;
  /** Widths of the hidden layers of q (default [64, 64]). */
  readonly hidden?: readonly number[];
}

const STANDARD_NORMAL_ENTROPY = 0.5 * Math.log(2 * Math.PI * Math.E);

/**
 * An estimate by a conditional q(y | x), learned on half of the pairs, stopped by a quarter and evaluated, once, on the quarter that
 * neither saw.
 *
 * - `'barber-agakov'`, {@link barberAgakov}: a lower bound.
 * - `'difference-of-entropies'`, {@link differenceOfEntropies}, with a normal q(y) for each coordinate: on no side.
 * - `'club'` and `'leave-one-out'`, {@link club} and {@link leaveOneOut}: upper bounds if the conditional is known; with one that is
 *   learned on no side.
 *
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/math';
 * import { conditionalEstimator, type LogConditional } from '@latents/infotheory';
 *
 * const rng = createRng(0);
 * const x = ndArray([400, 1], rng.fillNormal(new Float64Array(400)));
 * const y = ndArray([400, 1], x.data.map((v) => v + rng.normal()));
 * // log N(y_i; x_j, 1)
 * const known: LogConditional = (a, b) => tf.sub(b, tf.transpose(a)).square().add(Math.log(2 * Math.PI)).mul(-0.5);
 * const estimate = await conditionalEstimator({ method: 'leave-one-out', known }).estimate(x, y, rng);
 * estimate.side; // => 'upper'
 * Math.abs(estimate.nats - 0.5 * Math.log(2)) < 0.2; // => true
 * ```
 * @throws RangeError for options that are not positive, an entropy that is not finite. Estimating: for fewer than 64 pairs, and for
 * `'barber-agakov'` without an entropy unless y is `[n, 1]` and learned; where the conditional is learned also for a coordinate of y with
 * fewer distinct values than half the pairs: symbols have no density.
 * @see Barber & Agakov 2003; Cheng et al. 2020; Poole et al. 2019, eq. 3; McAllester & Stratos 2020
 */
export function conditionalEstimator(options: ConditionalEstimatorOptions): InformationEstimator {
  checkOptions('conditionalEstimator(options)', options, [...TRAINING_OPTIONS, 'method', 'known', 'entropy', 'hidden']);
  const { method, known, entropy, hidden = [64, 64] } = options;
  checkOneOf('conditionalEstimator({ method })', method, NAMES);
  const plan = trainingOptions('conditionalEstimator', options);
  if (entropy !== undefined) checkFinite('conditionalEstimator({ entropy })', entropy);
  const side: Side =
    method === 'barber-agakov' ? 'lower' : method !== 'difference-of-entropies' && known ? 'upper' : 'none';
  return {
    name: NAMES[method],
    async estimate(x, y, rng) {
      const where = 'conditionalEstimator.estimate(x, y)';
      const given = tableOf(where, 'y', y);
      if (method === 'barber-agakov' && entropy === undefined && (known || given.shape[1] !== 1)) {
        throw new RangeError(
          `${where}: expected y [n, 1] and a learned conditional where options.entropy is not given, got [${given.shape}]${known ? ' and a known one' : ''}. Give h(Y).`,
        );
      }
      if (!known) checkDensity(where, given);
      const inOwnUnits = method === 'barber-agakov' && !known && entropy !== undefined;
      const prepare = known ? (points: NdArray) => points : inOwnUnits ? standardised : normalScores;
      const { dx, dy, size, training, validation, test } = threeParts(where, [x, y], prepare, plan, rng);
      // The mean of the log-density of the standardised coordinates of y, minus that of y's own. The difference to h(Y) is small in any unit.
      const logScale = inOwnUnits ? logScales(given) : 0;
      const head = normalHead(dy);
      const q = known
        ? undefined
        : conditional(mlp({ inputDim: dx, hidden, outputDim: head.units, rng: rng.split() }), head);
      const logs: LogConditional = known ?? ((a, b) => q!.given(a).logProb(tf.expandDims(b, 1)) as tf.Tensor2D);
      const marginal = normalMarginal(training.y);
      const value = (a: tf.Tensor, b: tf.Tensor): tf.Scalar => {
        const all = logs(a, b);
        if (method === 'club') return club(all).value;
        if (method === 'leave-one-out') return leaveOneOut(all).value;
        const paired = tf.sum(tf.mul(all, tf.eye(size)), 1) as tf.Tensor1D;
        if (method === 'difference-of-entropies') return differenceOfEntropies(paired, marginal(b)).value;
        return barberAgakov(paired, (entropy ?? STANDARD_NORMAL_ENTROPY) - logScale).value;
      };
      try {
        if (q) {
          const likelihood = (a: tf.Tensor, b: tf.Tensor) => tf.reshape<tf.Rank.R0>(tf.mean(q.given(a).logProb(b)), []);
          await trainStopped({
            players: (optimizer) =>
              gradientPlayer<Pairs>({
                name: 'conditional',
                variables: q.variables,
                optimizer: optimizer(),
                objective: (batch) =>
                  maximize(
                    tensorBound('lower', '-h(Y|X)', [
                      { name: 'log q(y|x)', nats: likelihood(batch['x']!, batch['y']!), weight: 1 },
                    ]),
                  ),
              }),
            variables: q.variables,
            training,
            size,
            options: plan,
            validate: async () => (await overBatches(validation, size, likelihood)).nats,
            rng,
          });
        }
        return { ...(await overBatches(test, size, value)), side, ceiling: Infinity };
      } finally {
        q?.dispose();
      }
    },
  };
}

/** A learned density grows without limit on values that repeat, and with it what looks like information. */
function checkDensity(where: string, y: NdArray): void {
  const [n, d] = y.shape as [number, number];
  for (let j = 0; j < d; j++) {
    const distinct = new Set(Array.from({ length: n }, (_, i) => y.data[i * d + j]!)).size;
    if (2 * distinct < n) {
      throw new RangeError(
        `${where}: expected y of a density, to learn a conditional, got ${distinct} distinct values among ${n} in coordinate ${j}. For symbols take cotrainEstimator or a critic.`,
      );
    }
  }
}

const NAMES: Readonly<Record<ConditionalMethod, string>> = {
  'barber-agakov': 'Barber-Agakov',
  'difference-of-entropies': 'difference of entropies',
  club: 'CLUB',
  'leave-one-out': 'leave-one-out',
};

/** The mean and standard deviation of each coordinate. A constant coordinate keeps its scale. */
function moments(points: NdArray): Normalization {
  return {
    loc: [...columnMeans(points)],
    scale: Array.from(columnStandardDeviations(points), (deviation) => deviation || 1),
  };
}

function standardised(points: NdArray): NdArray {
  return normalizeColumns(points, moments(points));
}

function logScales(points: NdArray): number {
  return moments(points).scale.reduce((sum, s) => sum + Math.log(s), 0);
}

/** log q(y), `[n]`, of the normal with the mean and variance of each coordinate of these points. */
function normalMarginal(points: NdArray): (y: tf.Tensor) => tf.Tensor1D {
  const { loc, scale } = moments(points);
  const constant = scale.reduce((sum, s) => sum + Math.log(s) + 0.5 * Math.log(2 * Math.PI), 0);
  return (y) => {
    const z = tf.div(tf.sub(y, tf.tensor1d([...loc])), tf.tensor1d([...scale]));
    return tf.sub(tf.mul(tf.sum(tf.square(z), 1), -0.5), constant) as tf.Tensor1D;
  };
}
