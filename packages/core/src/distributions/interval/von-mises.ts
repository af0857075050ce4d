import type { Rng } from '@latents/math';
import {
  i0e as i0eScalar,
  i1e as i1eScalar,
  integratePanels,
  vonMisesConcentrationGradient,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { scalarOpOr } from '../../special/index.js';
import { CUMULATIVE, within } from '../base/condition.js';
import type { Distribution } from '../base/distribution.js';
import { asTensor, FINITE, NOT_NEGATIVE, type Parameter } from '../base/parameter.js';
import type { Support } from '../base/support.js';
import { Univariate, type Validation } from '../base/univariate.js';
import * as composed from './von-mises-composed.js';
import { centredDraws } from './von-mises-draws.js';

export interface VonMisesOptions extends Validation {
  /** The mean direction, in radians. */
  readonly loc: Parameter;
  /** About 1 / variance where it is large. At 0 all directions are equally probable. */
  readonly concentration: Parameter;
}

/**
 * The von Mises distribution over angles, of density proportional to e^(concentration cos(x - loc)). Draws lie in [-pi, pi);
 * they are differentiable in both parameters (implicit gradients).
 *
 * @example
 * ```ts
 * import { VonMises } from '@latents/core';
 *
 * const p = new VonMises({ loc: 0, concentration: 2 });
 * p.variance().dataSync()[0]; // => 0.3022254
 * ```
 */
export class VonMises extends Univariate {
  override readonly family = 'von-mises';
  override readonly reparameterized = true;
  readonly loc: Parameter;
  readonly concentration: Parameter;

  constructor({ loc, concentration, validate }: VonMisesOptions) {
    super('VonMises', { loc: [loc, FINITE], concentration: [concentration, NOT_NEGATIVE] }, validate);
    this.loc = loc;
    this.concentration = concentration;
  }

  override get support(): Support {
    return { kind: 'interval', low: -Math.PI, high: Math.PI };
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return within(x, [-Infinity, Infinity], this.loc, (v) => logDensity(tf.sub(v, this.loc), this.concentration));
  }

  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape];
    return tf.tidy(() => wrap(tf.add(this.loc, centredDraws(rng, this.concentration, shape))));
  }

  /** The mean direction. */
  override mean(): tf.Tensor {
    return tf.tidy(() => this.full(wrap(asTensor(this.loc))));
  }

  override mode(): tf.Tensor {
    return tf.tidy(() => this.full(wrap(asTensor(this.loc))));
  }

  /** The circular variance 1 - E cos(x - loc), between 0 and 1. */
  override variance(): tf.Tensor {
    return tf.tidy(() => this.full(varianceOp(this.concentration)));
  }

  override entropy(): tf.Tensor {
    return tf.tidy(() => this.full(entropyOp(this.concentration)));
  }

  /** The probability of the arc from -pi up to x, for x in [-pi, pi]. */
  override cdf(x: tf.Tensor): tf.Tensor {
    return within(x, [-Math.PI, Math.PI], 0, (v) => cdfOp(v, this.loc, this.concentration), CUMULATIVE);
  }

  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'von-mises') return undefined;
    const { loc, concentration } = p as VonMises;
    return tf.tidy(() => klOp(tf.sub(this.loc, loc), this.concentration, concentration));
  }

  /** Its draws are angles: moments on the line mean nothing. */
  override expect(): undefined {
    return undefined;
  }
}

const logI0e = (k: number): number => Math.log(i0eScalar(k));
const resultant = (k: number): number => i1eScalar(k) / i0eScalar(k);
const resultantSlope = (k: number): number => (k === 0 ? 0.5 : 1 - resultant(k) / k - resultant(k) ** 2);
/** 1 - resultant(k), by its series in 1 / k where the two cancel. */
const dispersion = (k: number): number =>
  k < 300 ? 1 - resultant(k) : (0.5 + (0.125 + (0.125 + 25 / 128 / k) / k) / k) / k;

const logDensity = scalarOpOr(composed.logDensity)(
  (d, k) => -2 * k * Math.sin(d / 2) ** 2 - Math.log(2 * Math.PI) - logI0e(k),
  (d, k) => -k * Math.sin(d),
  (d, k) => Math.cos(d) - resultant(k),
);

const entropyOp = scalarOpOr(composed.entropy)(
  (k) => Math.log(2 * Math.PI) + logI0e(k) + k * dispersion(k),
  (k) => -k * resultantSlope(k),
);

const klOp = scalarOpOr(composed.kl)(
  (d, k, m) => logI0e(m) - logI0e(k) + (m - k) * dispersion(k) + 2 * m * resultant(k) * Math.sin(d / 2) ** 2,
  (d, k, m) => m * resultant(k) * Math.sin(d),
  (d, k, m) => (k - m * Math.cos(d)) * resultantSlope(k),
  (d, k, m) => resultant(m) - resultant(k) * Math.cos(d),
);

/** The integral of the density from a distance d to a distance e of its peak, 0 <= d <= e <= pi, from the end where it is large. */
function slopeMass(d: number, e: number, k: number): number {
  const reach = Math.min(9 / Math.sqrt(k), 40 / (k * Math.sin(d)));
  const end = Math.min(e, d + reach);
  const mass = end > d ? integratePanels((t) => Math.exp(-2 * k * Math.sin(t / 2) ** 2), d, end, 4) : 0;
  return mass / (2 * Math.PI * i0eScalar(k));
}

/** The integral of the periodic density over `length` from loc + start on: a sum over its slopes, each between a peak and a valley. */
function arc(start: number, length: number, k: number): number {
  const from = start - 2 * Math.PI * Math.floor(start / (2 * Math.PI));
  const to = from + length;
  let sum = 0;
  for (let turn = Math.floor(from / Math.PI); turn * Math.PI < to; turn++) {
    const [low, high] = [Math.max(from, turn * Math.PI), Math.min(to, (turn + 1) * Math.PI)];
    const peak = (turn % 2 === 0 ? turn : turn + 1) * Math.PI;
    sum += slopeMass(
      Math.min(Math.abs(low - peak), Math.abs(high - peak)),
      Math.max(Math.abs(low - peak), Math.abs(high - peak)),
      k,
    );
  }
  return sum;
}

const densityOf = (d: number, k: number): number =>
  Math.exp(-2 * k * Math.sin(d / 2) ** 2) / (2 * Math.PI * i0eScalar(k));

function arcSlope(d: number, k: number): number {
  const inner = d - 2 * Math.PI * Math.floor((d + Math.PI) / (2 * Math.PI));
  return -vonMisesConcentrationGradient(k, inner) * densityOf(inner, k);
}

const cdfOp = scalarOpOr(composed.cdf)(
  (x, loc, k) => (x >= Math.PI ? 1 : Math.min(1, arc(-Math.PI - loc, x + Math.PI, k))),
  (x, loc, k) => densityOf(x - loc, k),
  (x, loc, k) => densityOf(-Math.PI - loc, k) - densityOf(x - loc, k),
  (x, loc, k) => arcSlope(x - loc, k) - arcSlope(-Math.PI - loc, k),
);

const varianceOp = scalarOpOr(composed.variance)(dispersion, (k) => -resultantSlope(k));

/** The angle in [-pi, pi). */
const wrap = scalarOpOr(composed.wrap)(
  (x) => x - 2 * Math.PI * Math.floor((x + Math.PI) / (2 * Math.PI)),
  () => 1,
);
