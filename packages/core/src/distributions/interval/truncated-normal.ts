import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, within } from '../base/condition.js';
import { noise, openUniform } from '../base/noise.js';
import { checkParameter, FINITE, NOT_NAN, type Parameter, POSITIVE } from '../base/parameter.js';
import type { Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import * as composed from './truncated-normal-composed.js';
import { probabilityBelow, relativeLog, type Truncated, truncated, truncatedQuantile } from './truncation.js';

export interface TruncatedNormalOptions extends Validation {
  /** The mean before truncation. */
  readonly loc: Parameter;
  /** The standard deviation before truncation. */
  readonly scale: Parameter;
  /** May be -infinity. */
  readonly low: Parameter;
  /** Above `low`; may be infinity. */
  readonly high: Parameter;
}

/**
 * The normal N(loc, scale^2) conditioned on low <= x <= high. Samples are differentiable in all parameters.
 *
 * @example
 * ```ts
 * import { TruncatedNormal } from '@latents/core';
 *
 * const p = new TruncatedNormal({ loc: 0, scale: 1, low: -1, high: 1 });
 * p.variance().dataSync()[0]; // => 0.2911251
 * ```
 */
export class TruncatedNormal extends Univariate {
  override readonly family = 'truncated-normal';
  override readonly reparameterized = true;
  readonly loc: Parameter;
  readonly scale: Parameter;
  readonly low: Parameter;
  readonly high: Parameter;

  constructor({ loc, scale, low, high, validate }: TruncatedNormalOptions) {
    super(
      'TruncatedNormal',
      { loc: [loc, FINITE], scale: [scale, POSITIVE], low: [low, NOT_NAN], high: [high, NOT_NAN] },
      validate,
    );
    this.loc = loc;
    this.scale = scale;
    this.low = low;
    this.high = high;
    if (validate !== false) {
      const expected = 'high above low, so high - low > 0';
      tf.tidy(() => checkParameter('new TruncatedNormal({ low, high })', tf.sub(high, low), expected, (w) => w > 0));
    }
  }

  override get support(): Support {
    return { kind: 'interval', low: this.low, high: this.high };
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => within(x, [this.low, this.high], this.mode(), (v) => this.apply(logDensity, v)));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => this.icdf(noise(rng, shape, openUniform)));
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(this.apply(meanOp)));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(tf.minimum(tf.maximum(this.loc, this.low), this.high)));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(this.apply(varianceOp)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(this.apply(entropyOp)));
  }

  override cdf(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => within(x, [this.low, this.high], this.mode(), (v) => this.apply(cdfOp, v), CUMULATIVE));
  }

  override icdf(p: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.apply(quantileOp, p));
  }

  private apply(op: (...x: Parameter[]) => tf.Tensor, ...first: tf.Tensor[]): tf.Tensor {
    return op(...first, this.loc, this.scale, this.low, this.high);
  }
}

type Numbers = [loc: number, scale: number, low: number, high: number];
/** A function of the numbers of a truncation, and of its scale. */
type Of = (parts: Truncated, scale: number) => number;

const parts = ([loc, scale, low, high]: Numbers): Truncated => truncated({ loc, scale, low, high });
const of =
  (f: Of) =>
  (...numbers: Numbers): number =>
    f(parts(numbers), numbers[1]);
/** A term of a bound, which an infinite bound lacks. */
const times = (density: number, value: number): number => (density === 0 ? 0 : density * value);

/** The derivatives of an expectation are covariances with the score, and what a moving bound adds or takes away. */
const meanOp = scalarOpOr(composed.mean)(
  of(({ mode, offset }, s) => mode + s * offset),
  of(({ variance }) => variance),
  of(({ mean, variance, third }) => third + 2 * mean * variance),
  of(({ atLow, offset, below }) => times(atLow, offset - below)),
  of(({ atHigh, offset, above }) => times(atHigh, above - offset)),
);

const varianceOp = scalarOpOr(composed.variance)(
  of(({ variance }, s) => s * s * variance),
  of(({ third }, s) => s * third),
  of(({ mean, variance, third, fourth }, s) => s * (fourth + 2 * mean * third - variance ** 2)),
  of(({ atLow, variance, below, offset }, s) => times(atLow, s * (variance - (below - offset) ** 2))),
  of(({ atHigh, variance, above, offset }, s) => times(atHigh, s * ((above - offset) ** 2 - variance))),
);

/** The mean of minus the log-density relative to that at the mode. */
const depth = ({ variance, offset, m }: Truncated): number => 0.5 * (variance + offset ** 2) + m * offset;

const entropyOp = scalarOpOr(composed.entropy)(
  of((t, s) => Math.log(s) + t.logMass + depth(t)),
  of(({ mean, variance, third }, s) => (0.5 * third + mean * variance) / s),
  of(
    ({ mean, variance, third, fourth }, s) =>
      (0.5 * (fourth - variance ** 2) + 2 * mean * third + 2 * mean ** 2 * variance) / s,
  ),
  of((t, s) => times(t.atLow, relativeLog(t.below, t.m) + depth(t) - 1) / s),
  of((t, s) => -times(t.atHigh, relativeLog(t.above, t.m) + depth(t) - 1) / s),
);

/** x in scales from the mode, and the log-density there relative to that at the mode. */
const distance = (x: number, { mode }: Truncated, s: number): number => (x - mode) / s;

/** A function of a truncation at a point. */
const at =
  (f: (t: number, parts: Truncated, scale: number) => number) =>
  (x: number, ...numbers: Numbers): number => {
    const found = parts(numbers);
    return f(distance(x, found, numbers[1]), found, numbers[1]);
  };

const logDensity = scalarOpOr(composed.logDensity)(
  at((t, { m, logMass }, s) => relativeLog(t, m) - logMass - Math.log(s)),
  at((t, { m }, s) => -(t + m) / s),
  at((t, { offset }, s) => (t - offset) / s),
  at((t, { m, mean, offset, variance }, s) => ((t - offset) * (t + m + mean) - variance) / s),
  at((_, { atLow }, s) => atLow / s),
  at((_, { atHigh }, s) => -atHigh / s),
);

/**
 * The other derivatives of a function f of x, loc, scale and the bounds that a shift of all of them leaves as it is, and a stretch about
 * the mode too, from those by x and the bounds.
 */
function equivariant(
  t: number,
  { m, below, above }: Truncated,
  [byX, byLow, byHigh]: readonly [number, number, number],
) {
  const byLoc = -(byX + byLow + byHigh);
  const byScale = m * byLoc - t * byX - times(byLow, below) - times(byHigh, above);
  return { byLoc, byScale };
}

/** The derivatives of the distribution function, in scales. */
function cdfSlopes(x: number, numbers: Numbers) {
  const found = parts(numbers);
  const [loc, scale, low, high] = numbers;
  const t = distance(x, found, scale);
  const p = probabilityBelow(x, { loc, scale, low, high });
  const byX = Math.exp(relativeLog(t, found.m) - found.logMass);
  const [byLow, byHigh] = [found.atLow * (p - 1), -found.atHigh * p];
  return { byX, byLow, byHigh, ...equivariant(t, found, [byX, byLow, byHigh]) };
}

const cdfSlope =
  (name: keyof ReturnType<typeof cdfSlopes>) =>
  (x: number, ...numbers: Numbers): number =>
    cdfSlopes(x, numbers)[name] / numbers[1];

const cdfOp = scalarOpOr(composed.cdf)(
  (x, ...[loc, scale, low, high]: Numbers) => probabilityBelow(x, { loc, scale, low, high }),
  cdfSlope('byX'),
  cdfSlope('byLoc'),
  cdfSlope('byScale'),
  cdfSlope('byLow'),
  cdfSlope('byHigh'),
);

function quantile(p: number, ...[loc, scale, low, high]: Numbers): number {
  const mode = Math.min(Math.max(loc, low), high);
  const x = mode + scale * truncatedQuantile(p, { loc, scale, low, high });
  return Math.min(Math.max(x, low), high);
}

/** The derivatives of the quantile: minus those of the distribution function there, relative to the density. */
function quantileSlopes(p: number, numbers: Numbers) {
  const found = parts(numbers);
  const [loc, scale, low, high] = numbers;
  const t = truncatedQuantile(p, { loc, scale, low, high });
  const log = relativeLog(t, found.m);
  const relative = (bound: number) => (Number.isFinite(bound) ? Math.exp(relativeLog(bound, found.m) - log) : 0);
  const [byLow, byHigh] = [(1 - p) * relative(found.below), p * relative(found.above)];
  const { byLoc, byScale } = equivariant(t, found, [-1, byLow, byHigh]);
  return { byP: scale * Math.exp(found.logMass - log), byLow, byHigh, byLoc, byScale };
}

const quantileSlope =
  (name: keyof ReturnType<typeof quantileSlopes>) =>
  (p: number, ...numbers: Numbers): number =>
    quantileSlopes(p, numbers)[name];

const quantileOp = scalarOpOr(composed.quantile)(
  quantile,
  quantileSlope('byP'),
  quantileSlope('byLoc'),
  quantileSlope('byScale'),
  quantileSlope('byLow'),
  quantileSlope('byHigh'),
);
