import { logSumExp, type TensorBound, tensorBound, tidyBound } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';

const OF = 'I(X; Y)';

function checkMatrix(where: string, logs: tf.Tensor2D): number {
  const [rows, columns] = logs.shape;
  if (logs.rank !== 2 || rows !== columns || rows < 2) {
    throw new RangeError(`${where}: expected log q(y_i | x_j), [n, n] with n at least 2, got [${logs.shape}].`);
  }
  return rows;
}

function paired(logs: tf.Tensor2D): tf.Scalar {
  const n = logs.shape[0];
  return tf.reshape<tf.Rank.R0>(tf.div(tf.sum(tf.mul(logs, tf.eye(n))), n), []);
}

/**
 * Barber and Agakov's lower bound h(Y) + E log q(y | x), where the entropy of Y is known: equal to I(X; Y) when q is the conditional.
 *
 * @param logs log q(y_i | x_i), `[n]`, in nats.
 * @param entropy h(Y), in nats.
 * @see Barber & Agakov 2003, eq. 3
 */
export function barberAgakov(logs: tf.Tensor1D, entropy: number): TensorBound<'lower'> {
  if (logs.rank !== 1 || logs.size === 0 || !Number.isFinite(entropy)) {
    throw new RangeError(
      `barberAgakov(logs, entropy): expected logs [n] and a finite entropy, got [${logs.shape}] and ${entropy}.`,
    );
  }
  return tidyBound(() =>
    tensorBound('lower', OF, [
      { name: 'entropy', nats: tf.scalar(entropy), weight: 1 },
      { name: 'log q(y|x)', nats: tf.mean(logs) as tf.Scalar, weight: 1 },
    ]),
  );
}

/**
 * The leave-one-out upper bound E log p(y_i | x_i) - log mean over j of the other p(y_i | x_j), for a conditional that is known: the
 * code of a stochastic encoder, say.
 *
 * @param logs log p(y_i | x_j) at `[i, j]`, `[n, n]`, in nats.
 * @throws RangeError unless the matrix is square, with at least two rows.
 * @see Poole et al. 2019, eq. 3
 */
export function leaveOneOut(logs: tf.Tensor2D): TensorBound<'upper'> {
  const n = checkMatrix('leaveOneOut(logs)', logs);
  return tidyBound(() => {
    const each = logSumExp(tf.sub(logs, tf.mul(tf.eye(n), 1e30)), 1);
    return tensorBound('upper', OF, [
      { name: 'log p(y|x)', nats: paired(logs), weight: 1 },
      { name: 'log p(y) of others', nats: tf.sub(tf.mean(each), Math.log(n - 1)) as tf.Scalar, weight: -1 },
    ]);
  });
}

/**
 * CLUB: E log q(y_i | x_i) - E log q(y_i | x_j) over unpaired i and j. An upper bound if q is the conditional itself; for a q that was
 * learned it is on no side for certain.
 *
 * @param logs log q(y_i | x_j) at `[i, j]`, `[n, n]`, in nats.
 * @throws RangeError unless the matrix is square, with at least two rows.
 * @see Cheng et al. 2020, eqs. 7 and 10
 */
export function club(logs: tf.Tensor2D): TensorBound<'none'> {
  const n = checkMatrix('club(logs)', logs);
  return tidyBound(() => {
    const unpaired = tf.div(tf.sum(tf.mul(logs, tf.sub(1, tf.eye(n)))), n * (n - 1)) as tf.Scalar;
    return tensorBound('none', OF, [
      { name: 'log q(y|x)', nats: paired(logs), weight: 1 },
      { name: 'log q(y|x) unpaired', nats: unpaired, weight: -1 },
    ]);
  });
}

/**
 * The difference of entropies E log q(y | x) - E log q(y): two cross-entropies, each an upper bound of its entropy, so that their
 * difference is on no side for certain (ERRATA E46), but of low variance however large the information.
 *
 * @param conditional log q(y_i | x_i), `[n]`, and `marginal` log q(y_i), `[n]`, in nats.
 * @throws RangeError unless both are `[n]`.
 * @see Stratos section 4; McAllester & Stratos 2020, section 4
 */
export function differenceOfEntropies(conditional: tf.Tensor1D, marginal: tf.Tensor1D): TensorBound<'none'> {
  if (conditional.rank !== 1 || marginal.rank !== 1 || conditional.size !== marginal.size || conditional.size === 0) {
    throw new RangeError(
      `differenceOfEntropies(conditional, marginal): expected both of shape [n], got [${conditional.shape}] and [${marginal.shape}].`,
    );
  }
  return tidyBound(() =>
    tensorBound('none', OF, [
      { name: 'log q(y|x)', nats: tf.mean(conditional) as tf.Scalar, weight: 1 },
      { name: 'log q(y)', nats: tf.mean(marginal) as tf.Scalar, weight: -1 },
    ]),
  );
}
