import { logSumExp, type TensorBound, tensorBound, tidyBound } from '@latents/core';
import type { Side } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';

const OF = 'I(X; Y)';

/** E over pairs of the scores on the diagonal. */
function joint(scores: tf.Tensor2D): tf.Scalar {
  const n = scores.shape[0];
  return tf.reshape<tf.Rank.R0>(tf.div(tf.sum(tf.mul(scores, tf.eye(n))), n), []);
}

/** log E exp of scores over unpaired x and y: all off the diagonal. */
function logMeanUnpaired(scores: tf.Tensor2D): tf.Scalar {
  const n = scores.shape[0];
  return tf.reshape<tf.Rank.R0>(
    tf.sub(logSumExp(tf.reshape(tf.sub(scores, tf.mul(tf.eye(n), 1e30)), [-1])), Math.log(n * (n - 1))),
    [],
  );
}

function checkScores(where: string, scores: tf.Tensor2D, least: number): void {
  const [rows, columns] = scores.shape;
  if (scores.rank !== 2 || rows !== columns || rows < least) {
    throw new RangeError(`${where}: expected scores of shape [n, n] with n at least ${least}, got [${scores.shape}].`);
  }
}

function checkBaseline(where: string, logBaseline: number | tf.Tensor): void {
  if (typeof logBaseline === 'number' && !Number.isFinite(logBaseline)) {
    throw new RangeError(`${where}: expected a finite log baseline, got ${logBaseline}.`);
  }
}

/** Returns the first term minus the second, and frees whatever else was made. */
function difference<S extends Side>(side: S, make: () => Readonly<Record<string, tf.Scalar>>): TensorBound<S> {
  return tidyBound(() => {
    const terms = Object.entries(make()).map(([name, nats], i) => ({ name, nats, weight: i === 0 ? 1 : -1 }));
    return tensorBound(side, OF, terms);
  });
}

/**
 * Donsker and Varadhan's E f - log E exp f, the objective of MINE. The expectation inside the logarithm is over the batch, which makes
 * the value too high (Jensen): no bound, unlike its limit.
 *
 * @param scores f(x_j, y_i) at `[i, j]`, `[n, n]`; the diagonal is the pairs.
 * @throws RangeError unless the scores are square, with at least two rows; so do all the bounds here.
 * @see Donsker & Varadhan 1983; Belghazi et al. 2018; McAllester & Stratos 2020, on its bias
 */
export function donskerVaradhan(scores: tf.Tensor2D): TensorBound<'none'> {
  checkScores('donskerVaradhan(scores)', scores, 2);
  return difference('none', () => ({ joint: joint(scores), 'log partition': logMeanUnpaired(scores) }));
}

/**
 * The bound of Barber and Agakov with a baseline: E[f - log a] - E[exp f] / a + 1 <= I(X; Y), for any baseline a chosen without the
 * batch. Tight when exp f / a is the density ratio.
 *
 * @param logBaseline log a, a number or a scalar; or log a(y_i), `[n, 1]`, a baseline for each y.
 * @throws RangeError also for a number that is not finite.
 * @see Barber & Agakov 2003; Poole et al. 2019, eq. 6
 */
export function tuba(scores: tf.Tensor2D, logBaseline: number | tf.Scalar | tf.Tensor2D): TensorBound<'lower'> {
  checkScores('tuba(scores, logBaseline)', scores, 2);
  checkBaseline('tuba(scores, logBaseline)', logBaseline);
  return difference('lower', () => {
    const shifted = tf.sub(scores, logBaseline) as tf.Tensor2D;
    return { joint: joint(shifted), 'partition - 1': tf.sub(tf.exp(logMeanUnpaired(shifted)), 1) as tf.Scalar };
  });
}

/**
 * The bound of Nguyen, Wainwright and Jordan, also called f-GAN's KL and MINE-f: TUBA with log a = 1. Tight when f is 1 plus the log
 * density ratio; its variance grows with exp I(X; Y).
 *
 * @see Nguyen, Wainwright & Jordan 2010; Poole et al. 2019, eq. 7
 */
export function nwj(scores: tf.Tensor2D): TensorBound<'lower'> {
  return tuba(scores, 1);
}

/**
 * InfoNCE: which of the n x goes with this y? Of low variance, and never above log n.
 *
 * @see van den Oord, Li & Vinyals 2018; Poole et al. 2019, eq. 10
 */
export function infoNce(scores: tf.Tensor2D): TensorBound<'lower'> {
  checkScores('infoNce(scores)', scores, 2);
  return difference('lower', () => {
    const partition = tf.sub(tf.mean(logSumExp(scores, 1)), Math.log(scores.shape[0])) as tf.Scalar;
    return { joint: joint(scores), 'log partition': partition };
  });
}

/**
 * The interpolation between InfoNCE's baseline, the mean score of the other x of the batch, and a constant one: the first with weight
 * alpha. For each y_i and x_j the baseline averages over the x of neither, so that the bound holds for every alpha.
 *
 * @param alpha From 0 (TUBA) to 1.
 * @throws RangeError also unless alpha is from 0 to 1 and there are at least three rows.
 * @see Poole et al. 2019, section 2.3, "Nonlinearly interpolated lower bounds"
 */
export function interpolated(
  scores: tf.Tensor2D,
  logBaseline: number | tf.Scalar | tf.Tensor2D,
  alpha: number,
): TensorBound<'lower'> {
  const where = 'interpolated(scores, logBaseline, alpha)';
  checkScores(where, scores, 3);
  if (!(alpha >= 0 && alpha <= 1)) throw new RangeError(`${where}: expected alpha from 0 to 1, got ${alpha}.`);
  checkBaseline(where, logBaseline);
  return difference('lower', () => {
    const n = scores.shape[0];
    const eye = tf.eye(n);
    const off = tf.sub(1, eye);
    // Relative to the greatest score of each row, which cancels: gradients through it do too, as it shifts both parts alike.
    const top = tf.max(scores, 1, true);
    const relative = tf.mul(tf.exp(tf.sub(scores, top)), off);
    const others = tf.div(tf.sub(tf.sum(relative, 1, true), relative), n - 2);
    const constant = tf.exp(tf.minimum(tf.sub(logBaseline, top), 80));
    // The diagonal is masked below; 1 keeps its logarithm finite.
    const base = tf.maximum(
      tf.add(tf.mul(tf.add(tf.mul(others, alpha), tf.mul(constant, 1 - alpha)), off), eye),
      1e-37,
    );
    const logBase = tf.div(tf.sum(tf.mul(tf.log(base), off)), n * (n - 1));
    const pairs = tf.reshape<tf.Rank.R0>(tf.sub(joint(tf.sub(scores, top) as tf.Tensor2D), logBase), []);
    const partition = tf.reshape<tf.Rank.R0>(
      tf.sub(tf.div(tf.sum(tf.mul(tf.div(relative, base), off)), n * (n - 1)), 1),
      [],
    );
    return { joint: pairs, 'partition - 1': partition };
  });
}

/**
 * The Jensen-Shannon objective -E softplus(-f) - E' softplus(f), which trains a critic to the log density ratio without large
 * gradients. It bounds twice the Jensen-Shannon divergence minus log 4, not the mutual information: evaluate the critic by {@link nwj}
 * of f + 1, or by {@link smile}.
 *
 * @see Hjelm et al. 2019; Poole et al. 2019, section 2.1
 */
export function jensenShannonObjective(scores: tf.Tensor2D): TensorBound<'lower'> {
  checkScores('jensenShannonObjective(scores)', scores, 2);
  return tidyBound(() => {
    const n = scores.shape[0];
    const unpaired = tf.reshape<tf.Rank.R0>(
      tf.div(tf.sum(tf.mul(tf.softplus(scores), tf.sub(1, tf.eye(n)))), n * (n - 1)),
      [],
    );
    return tensorBound('lower', '2 JSD - log 4', [
      { name: 'joint', nats: joint(tf.neg(tf.softplus(tf.neg(scores))) as tf.Tensor2D), weight: 1 },
      { name: 'unpaired', nats: unpaired, weight: -1 },
    ]);
  });
}

/**
 * SMILE: Donsker and Varadhan's value with the scores of unpaired x and y clipped to [-clip, clip] in the partition. Less variance, a
 * bias of either sign: no bound.
 *
 * @throws RangeError also unless `clip` is positive (infinite is Donsker and Varadhan's).
 * @see Song & Ermon 2020, eq. 9
 */
export function smile(scores: tf.Tensor2D, clip: number): TensorBound<'none'> {
  checkScores('smile(scores, clip)', scores, 2);
  if (!(clip > 0)) throw new RangeError(`smile(scores, clip): expected a positive clip, got ${clip}.`);
  return difference('none', () => {
    const clipped = clip === Infinity ? scores : (tf.clipByValue(scores, -clip, clip) as tf.Tensor2D);
    return { joint: joint(scores), 'log partition': logMeanUnpaired(clipped) };
  });
}
