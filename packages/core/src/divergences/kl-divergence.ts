import * as tf from '@tensorflow/tfjs';
import {
  type Bernoulli,
  type Categorical,
  type Distribution,
  type Independent,
  type MultivariateNormalDiag,
  type Normal,
  sumLast,
} from '../distributions/index.js';

type ClosedForm = (q: never, p: never) => tf.Tensor;

/** The closed forms, by the families of q and p. */
const CLOSED_FORMS: Readonly<Record<string, ClosedForm>> = {
  'normal|normal': normalNormal,
  'multivariate-normal-diag|multivariate-normal-diag': (q: MultivariateNormalDiag, p: MultivariateNormalDiag) =>
    sumLast(normalNormal(q.coordinates, p.coordinates), 1),
  'bernoulli|bernoulli': bernoulliBernoulli,
  'categorical|categorical': categoricalCategorical,
  'independent|independent': independentIndependent,
};

/**
 * KL(q || p) in nats, in closed form, of the broadcast batch shape.
 *
 * @throws Error if no closed form is known for the pair: {@link monteCarloKl} estimates it.
 */
export function klDivergence(q: Distribution, p: Distribution): tf.Tensor {
  const closedForm = CLOSED_FORMS[`${q.family}|${p.family}`] as
    | ((q: Distribution, p: Distribution) => tf.Tensor)
    | undefined;
  if (closedForm === undefined) {
    throw new Error(
      `klDivergence(q, p): expected a pair of families with a closed form, got '${q.family}' and '${p.family}'. Use monteCarloKl(q, p, { samples, rng }).`,
    );
  }
  return tf.tidy(() => closedForm(q, p));
}

/** (sigma_q^2 / sigma_p^2 + (mu_q - mu_p)^2 / sigma_p^2 - 1) / 2 - log(sigma_q / sigma_p). Stratos section 1.3.1 (ERRATA E8). */
function normalNormal(q: Normal, p: Normal): tf.Tensor {
  const logRatio = q.logScale().sub(p.logScale());
  const shift = tf.div(tf.sub(q.loc, p.loc), p.scale());
  return tf.exp(logRatio.mul(2)).add(shift.square()).sub(1).mul(0.5).sub(logRatio);
}

function bernoulliBernoulli(q: Bernoulli, p: Bernoulli): tf.Tensor {
  const logits = tf.sub(q.logits, p.logits);
  return tf.sigmoid(q.logits).mul(logits).sub(tf.softplus(q.logits)).add(tf.softplus(p.logits));
}

function categoricalCategorical(q: Categorical, p: Categorical): tf.Tensor {
  return tf.sum(tf.softmax(q.logits).mul(q.logProbabilities().sub(p.logProbabilities())), -1);
}

function independentIndependent(q: Independent, p: Independent): tf.Tensor {
  if (q.rank !== p.rank) {
    throw new RangeError(`klDivergence(q, p): expected Independent of equal ranks, got ${q.rank} and ${p.rank}.`);
  }
  return sumLast(klDivergence(q.base, p.base), q.rank);
}
