import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng/index.js';
import { elementwise, scalarOp } from '../special/index.js';
import { betainc as betaincScalar } from '../special/scalar/beta-inc.js';
import { betaln as betalnScalar } from '../special/scalar/betaln.js';
import { within } from './condition.js';
import { type Draw, drawBinomial, drawEach } from './count-samplers.js';
import { countEntropy, countQuantile } from './counts.js';
import type { Distribution } from './distribution.js';
import { COUNT, NOT_NAN, type Parameter, spread } from './parameter.js';
import type { Support } from './support.js';
import { Univariate, type Validation } from './univariate.js';

export interface BinomialOptions extends Validation {
  /** The number of trials. */
  readonly totalCount: Parameter;
  /** log p / (1 - p); infinite logits are probabilities 0 and 1. */
  readonly logits: Parameter;
}

/**
 * The binomial distribution: successes in `totalCount` trials. Methods read their arguments synchronously.
 */
export class Binomial extends Univariate {
  override readonly family = 'binomial';
  override readonly reparameterized = false;
  readonly totalCount: Parameter;
  readonly logits: Parameter;

  constructor({ totalCount, logits, validate }: BinomialOptions) {
    super('Binomial', { totalCount: [totalCount, COUNT], logits: [logits, NOT_NAN] }, validate);
    this.totalCount = totalCount;
    this.logits = logits;
  }

  override get support(): Support {
    return { kind: 'integers', low: 0, high: this.totalCount };
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [0, this.totalCount], 0, (v) => logMass(v, this.totalCount, this.logits));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const draw = (n: number, l: number) => drawBinomial(rng, n, 1 / (1 + Math.exp(-l)));
    return drawEach([this.totalCount, this.logits], [...sampleShape, ...this.batchShape], draw as Draw);
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(tf.mul(this.totalCount, tf.sigmoid(this.logits))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() =>
      this.full(tf.minimum(tf.floor(tf.mul(tf.add(this.totalCount, 1), tf.sigmoid(this.logits))), this.totalCount)),
    );
  }

  override variance(): tf.Tensor {
    return tf.tidy(() =>
      this.full(tf.mul(this.totalCount, tf.sigmoid(this.logits).mul(tf.sigmoid(tf.neg(this.logits))))),
    );
  }

  /** By summation in float64. */
  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(entropyOp(this.totalCount, this.logits)));
  }

  /** Not differentiable. */
  override cdf(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => elementwise(cdfScalar, ['zero', 'zero', 'unknown'])(x, this.totalCount, this.logits));
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    const op = elementwise(
      (u, n, l) =>
        Math.min(
          n,
          countQuantile((k) => cdfScalar(k, n, l), u),
        ),
      ['zero', 'zero', 'zero'],
    );
    return op(p, this.totalCount, this.logits);
  }

  /** 0 to totalCount, which must be one number for the whole batch. */
  override enumerateSupport(): tf.Tensor {
    const n = this.totalCount;
    if (typeof n !== 'number') return super.enumerateSupport();
    return tf.tidy(() =>
      spread(tf.reshape(tf.range(0, n + 1), [n + 1, ...this.batchShape.map(() => 1)]), [n + 1, ...this.batchShape]),
    );
  }

  /** n times that of the trials, for equal counts; infinite for a larger count than p's; otherwise not closed (NaN). */
  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family === 'bernoulli') return klOp(this.totalCount, this.logits, 1, (p as unknown as Binomial).logits);
    if (p.family !== 'binomial') return undefined;
    const { totalCount, logits } = p as Binomial;
    return klOp(this.totalCount, this.logits, totalCount, logits);
  }

  override expectedLogProb(q: Distribution): tf.Tensor | undefined {
    // A Bernoulli is a binomial of one trial.
    if (q.family !== 'bernoulli') return undefined;
    const { logits } = q as unknown as Binomial;
    return scalarOp(
      (n, l, m) => times(sigmoid(m), massOf(1, n, l)) + times(sigmoid(-m), massOf(0, n, l)),
      () => Number.NaN,
      (n, l, m) => sigmoid(m) - n * sigmoid(l),
      (n, l, m) => sigmoid(m) * sigmoid(-m) * (massOf(1, n, l) - massOf(0, n, l)),
    )(this.totalCount, this.logits, logits);
  }
}

const sigmoid = (l: number): number => 1 / (1 + Math.exp(-l));
const softplus = (l: number): number => Math.max(l, 0) + Math.log1p(Math.exp(-Math.abs(l)));
/** k times a logarithm, 0 where k is. */
const times = (k: number, log: number): number => (k === 0 ? 0 : k * log);

function massOf(k: number, n: number, l: number): number {
  const choose = -Math.log1p(n) - betalnScalar(n - k + 1, k + 1);
  return choose - times(k, softplus(-l)) - times(n - k, softplus(l));
}

const logMass = elementwise(massOf, ['zero', 'zero', (k, n, l) => tf.sub(k!, tf.mul(n!, tf.sigmoid(l!)))]);

const entropy = (n: number, l: number, score?: (k: number) => number) =>
  countEntropy((k) => (k > n ? -Infinity : massOf(k, n, l)), n * sigmoid(l), n * sigmoid(l) * sigmoid(-l), score);

const entropyOp = scalarOp(
  (n, l) => entropy(n, l).entropy,
  () => Number.NaN,
  (n, l) => entropy(n, l, (k) => k - n * sigmoid(l)).slope,
);

function cdfScalar(x: number, n: number, l: number): number {
  const k = Math.floor(x);
  if (k < 0) return 0;
  return k >= n ? 1 : betaincScalar(n - k, k + 1, sigmoid(-l), sigmoid(l));
}

const klOp = scalarOp(
  (n, l, m, t) => {
    if (n > m && sigmoid(l) > 0) return Infinity;
    if (n !== m) return Number.NaN;
    const [one, zero] = [sigmoid(l), sigmoid(-l)];
    return n * (times(one, softplus(-t) - softplus(-l)) + times(zero, softplus(t) - softplus(l)));
  },
  () => Number.NaN,
  (n, l, m, t) => (n === m && Number.isFinite(l) ? n * sigmoid(l) * sigmoid(-l) * (l - t) : 0),
  () => Number.NaN,
  (n, l, m, t) => (n === m ? n * (sigmoid(t) - sigmoid(l)) : 0),
);
