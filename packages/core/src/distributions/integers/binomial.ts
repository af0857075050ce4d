import type { Rng } from '@latents/math';
import { betainc as betaincScalar, betaln as betalnScalar, logBetaKernel } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { elementwise, firstOrder, scalarOpOr, type TensorFunction } from '../../special/index.js';
import { onIntegers } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { type LogitForm, type LogitsOrProbs, logitForm } from '../base/logits.js';
import { COUNT, NOT_NAN, type Parameter, spread } from '../base/parameter.js';
import type { Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import * as composed from './binomial-composed.js';
import { type Draw, drawBinomial, drawEach } from './count-samplers.js';
import { countMean, countQuantile } from './counts.js';

export type BinomialOptions = LogitsOrProbs &
  Validation & {
    /** The number of trials. */
    readonly totalCount: Parameter;
  };

/**
 * The binomial distribution: successes in `totalCount` trials. Counts are drawn on the host: on a device,
 * `await fetchValues([totalCount, logits])` before `sample`, which otherwise waits for the device, as `icdf` does.
 *
 * @example
 * ```ts
 * import { Binomial } from '@latents/core';
 *
 * const p = new Binomial({ totalCount: 10, logits: 0 });
 * p.mean().dataSync()[0]; // => 5
 * ```
 */
export class Binomial extends Univariate {
  override readonly family = 'binomial';
  override readonly reparameterized = false;
  readonly totalCount: Parameter;
  private readonly form: LogitForm;

  constructor(options: BinomialOptions) {
    const form = logitForm('Binomial', options, NOT_NAN);
    super('Binomial', { totalCount: [options.totalCount, COUNT], ...form.given }, options.validate);
    this.totalCount = options.totalCount;
    this.form = form;
  }

  /** The log-odds. Of probabilities in a tensor, a new tensor each time. */
  get logits(): Parameter {
    return this.form.logits();
  }

  override get support(): Support {
    return { kind: 'integers', low: 0, high: this.totalCount };
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return onIntegers(x, [0, this.totalCount], (v) => logMass(v, this.totalCount, this.logits));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const draw = (n: number, l: number) => drawBinomial(rng, n, 1 / (1 + Math.exp(-l)));
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => drawEach([this.totalCount, this.logits], shape, draw as Draw));
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
      this.full(tf.mul(this.totalCount, tf.mul(tf.sigmoid(this.logits), tf.sigmoid(tf.neg(this.logits))))),
    );
  }

  /** By summation in float64. */
  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(entropyOp(this.totalCount, this.logits)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    const slope = firstOrder(cdfByLogits, composed.cdfByLogits as TensorFunction);
    return tf.tidy(() =>
      elementwise(cdfScalar, ['zero', 'zero', slope], composed.cdf as TensorFunction)(x, this.totalCount, this.logits),
    );
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
    return tf.tidy(() => op(p, this.totalCount, this.logits));
  }

  /** 0 to totalCount, which must be one number for the whole batch. */
  override enumerateSupport(): tf.Tensor {
    const n = this.totalCount;
    if (typeof n !== 'number') return super.enumerateSupport();
    return tf.tidy(() =>
      spread(tf.reshape(tf.range(0, n + 1), [n + 1, ...this.batchShape.map(() => 1)]), [n + 1, ...this.batchShape]),
    );
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'bernoulli' && p.family !== 'binomial') return undefined;
    const trials = p.family === 'bernoulli' ? 1 : (p as Binomial).totalCount;
    return tf.tidy(() => klOp(this.totalCount, this.logits, trials, (p as Binomial).logits));
  }
}

const sigmoid = (l: number): number => 1 / (1 + Math.exp(-l));
const softplus = (l: number): number => Math.max(l, 0) + Math.log1p(Math.exp(-Math.abs(l)));
/** k times a logarithm, 0 where k is. */
const times = (k: number, log: number): number => (k === 0 ? 0 : k * log);

function massOf(k: number, n: number, l: number): number {
  // Past 700, a probability is less than float64 has.
  if (k > 0 && k < n && Math.abs(l) < 700) {
    return logBetaKernel(k, n - k, sigmoid(l), sigmoid(-l)) + Math.log(n / (n - k)) - Math.log(k);
  }
  const choose = -Math.log1p(n) - betalnScalar(n - k + 1, k + 1);
  return choose - times(k, softplus(-l)) - times(n - k, softplus(l));
}

const logMass = elementwise(
  massOf,
  ['zero', 'zero', (k, n, l) => tf.sub(k!, tf.mul(n!, tf.sigmoid(l!)))],
  composed.logMass as TensorFunction,
);

const meanOf = (n: number, l: number, f: (k: number, log: number) => number): number => {
  const moments = { mean: n * sigmoid(l), variance: n * sigmoid(l) * sigmoid(-l) };
  return countMean((k) => (k > n ? -Infinity : massOf(k, n, l)), moments, f);
};

const entropyOp = scalarOpOr(composed.entropy)(
  (n, l) => meanOf(n, l, (_, log) => -log),
  () => Number.NaN,
  (n, l) => meanOf(n, l, (k, log) => -(k - n * sigmoid(l)) * log),
);

function cdfScalar(x: number, n: number, l: number): number {
  const k = Math.floor(x);
  if (k < 0) return 0;
  return k >= n ? 1 : betaincScalar(n - k, k + 1, sigmoid(-l), sigmoid(l));
}

/** The mass that a step of the logits moves over x. */
function cdfByLogits(x: number, n: number, l: number): number {
  const k = Math.floor(x);
  return k < 0 || k >= n ? 0 : -(n - k) * sigmoid(l) * Math.exp(massOf(k, n, l));
}

/** In closed form for equal counts, infinite from more trials to fewer, and by summation from fewer to more. */
const klOp = scalarOpOr(composed.kl)(
  (n, l, m, t) => {
    if (n > m && sigmoid(l) > 0) return Infinity;
    if (n !== m) return meanOf(n, l, (k, log) => log - massOf(k, m, t));
    const [one, zero] = [sigmoid(l), sigmoid(-l)];
    return n * (times(one, softplus(-t) - softplus(-l)) + times(zero, softplus(t) - softplus(l)));
  },
  () => Number.NaN,
  (n, l, m, t) => {
    if (!Number.isFinite(l)) return 0;
    if (n === m) return n * sigmoid(l) * sigmoid(-l) * (l - t);
    return meanOf(n, l, (k, log) => (k - n * sigmoid(l)) * (log - massOf(k, m, t)));
  },
  () => Number.NaN,
  (n, l, m, t) => m * sigmoid(t) - n * sigmoid(l),
);
