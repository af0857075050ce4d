import { cholesky, type NdArray, ndArray, type Rng } from '@latents/math';
import {
  type CovarianceFloor,
  type CovarianceForm,
  type CovariancePrior,
  type CovarianceType,
  covarianceForm,
  covarianceShape,
  raiseToFloor,
  whiten,
} from './covariance.js';

/** What sets a family of Gaussians apart from its means and covariances. */
export interface GaussianFamily {
  readonly components: number;
  readonly dimensions: number;
  readonly covariance: CovarianceType;
  /** Every eigenvalue of a covariance is at least this, or in the units of the columns' floors at least 1: a constraint, under which the M step is exact. */
  readonly covarianceFloor: CovarianceFloor;
  readonly covariancePrior: CovariancePrior | undefined;
  /** The point that statistics are taken about, `[dimensions]`; the same for all whose statistics are to be added. */
  readonly origin: Float64Array;
}

/** The Gaussians of a mixture or of a hidden Markov model's states, prepared for densities: each of them p(x | z = c). */
export class Gaussians {
  readonly family: GaussianFamily;
  /** `[components * dimensions]`, relative to the origin. */
  readonly centered: Float64Array;
  /** One covariance after another: `[d, d]` or, by axis, `[d]`. */
  readonly stored: Float64Array;
  readonly form: CovarianceForm;
  readonly whitening: Float64Array;
  readonly logDet: Float64Array;
  /** `W mean`, `[components * dimensions]`. */
  readonly shifts: Float64Array;

  /** @throws SingularCovarianceError */
  constructor(family: GaussianFamily, centered: Float64Array, stored: Float64Array) {
    this.family = family;
    this.centered = centered;
    this.stored = stored;
    this.form = covarianceForm(family.covariance);
    const { components: k, dimensions: d } = family;
    const { full, tied } = this.form;
    ({ whitening: this.whitening, logDet: this.logDet } = whiten(stored, tied ? 1 : k, d, full));
    this.shifts = new Float64Array(k * d);
    for (let c = 0; c < k; c++) {
      const at = this.whiteningAt(c);
      for (let i = 0; i < d; i++) {
        if (!full) this.shifts[c * d + i] = this.whitening[at + i]! * centered[c * d + i]!;
        else
          for (let j = 0; j <= i; j++)
            this.shifts[c * d + i]! += this.whitening[at + i * d + j]! * centered[c * d + j]!;
      }
    }
  }

  get storedSize(): number {
    return this.form.full ? this.family.dimensions ** 2 : this.family.dimensions;
  }

  /** How many covariances are stored. */
  get covarianceCount(): number {
    return this.form.tied ? 1 : this.family.components;
  }

  /** Counts `[k]`, sums `[k, d]`, squares `[k or 1, d, d]` (lower triangle) or `[k or 1, d]`. */
  get statisticsLength(): number {
    const { components: k, dimensions: d } = this.family;
    return k + k * d + this.covarianceCount * this.storedSize;
  }

  /**
   * The Gaussians of highest expected log joint + log prior, given statistics. A component without data keeps its mean and,
   * without a prior, its covariance.
   *
   * @throws SingularCovarianceError
   */
  maximize(statistics: Float64Array, offset: number): Gaussians {
    const { components: k, dimensions: d, covarianceFloor, covariancePrior } = this.family;
    const { full, spherical } = this.form;
    const means = this.centered.slice();
    for (let c = 0; c < k; c++) {
      const n = statistics[offset + c]!;
      if (n > 0) for (let j = 0; j < d; j++) means[c * d + j] = statistics[offset + k + c * d + j]! / n;
    }
    const strength = covariancePrior?.strength ?? 0;
    const scale = covariancePrior?.scale ?? 0;
    const stored = this.stored.slice();
    const size = this.storedSize;
    for (let m = 0; m < this.covarianceCount; m++) {
      const at = m * size;
      const scatter = this.scatter(statistics, offset, m, means);
      const n = this.countOf(statistics, offset, m) + strength;
      if (!(n > 0)) continue;
      for (let i = 0; i < size; i++) {
        const diagonal = full ? i % (d + 1) === 0 : true;
        stored[at + i] = (scatter[i]! + (diagonal ? strength * scale : 0)) / n;
      }
      if (spherical) {
        const mean = stored.subarray(at, at + d).reduce((sum, v) => sum + v, 0) / d;
        stored.fill(mean, at, at + d);
      }
      raiseToFloor(stored, at, d, this.form, covarianceFloor);
    }
    return new Gaussians(this.family, means, stored);
  }

  /** sum over components of the expected log density under statistics, in nats. */
  expectedLogDensity(statistics: Float64Array, offset: number): number {
    const { dimensions: d } = this.family;
    let sum = 0;
    for (let m = 0; m < this.covarianceCount; m++) {
      const n = this.countOf(statistics, offset, m);
      const scatter = this.scatter(statistics, offset, m, this.centered);
      sum -= 0.5 * (n * (d * Math.log(2 * Math.PI) + this.logDet[m]!) + this.traceWhitened(m, scatter));
    }
    return sum;
  }

  /** log of the prior of the covariances, up to a constant, in nats. */
  logPrior(): number {
    const { dimensions: d, covariancePrior } = this.family;
    if (!covariancePrior) return 0;
    const identity = new Float64Array(this.storedSize);
    for (let i = 0; i < d; i++) identity[this.form.full ? i * (d + 1) : i] = covariancePrior.scale;
    let sum = 0;
    for (let m = 0; m < this.covarianceCount; m++) {
      sum -= 0.5 * covariancePrior.strength * (this.logDet[m]! + this.traceWhitened(m, identity));
    }
    return sum;
  }

  /** The `[d, d]` covariance of a component, whatever the type. */
  covarianceMatrix(c: number): Float64Array {
    const { dimensions: d } = this.family;
    const at = (this.form.tied ? 0 : c) * this.storedSize;
    if (this.form.full) return this.stored.slice(at, at + d * d);
    const out = new Float64Array(d * d);
    for (let i = 0; i < d; i++) out[i * (d + 1)] = this.stored[at + i]!;
    return out;
  }

  /** The means `[components, dimensions]`. */
  means(): NdArray<Float64Array> {
    const { components: k, dimensions: d, origin } = this.family;
    return ndArray(
      [k, d],
      this.centered.map((value, i) => value + origin[i % d]!),
    );
  }

  /** The covariances in the shape of their type. */
  covariances(): NdArray<Float64Array> {
    const { components: k, dimensions: d, covariance } = this.family;
    const data = this.form.spherical ? this.stored.filter((_, i) => i % d === 0) : this.stored.slice();
    return ndArray(covarianceShape(covariance, k, d), data);
  }

  /** Draws x given component c into `out[at...]`. */
  draw(c: number, rng: Rng, out: Float64Array, at: number): void {
    const { dimensions: d, origin } = this.family;
    const noise = rng.fillNormal(new Float64Array(d));
    const l = new Float64Array(d * d);
    cholesky(this.covarianceMatrix(c), d, l);
    for (let i = 0; i < d; i++) {
      let value = origin[i]! + this.centered[c * d + i]!;
      for (let j = 0; j <= i; j++) value += l[i * d + j]! * noise[j]!;
      out[at + i] = value;
    }
  }

  whiteningAt(c: number): number {
    return (this.form.tied ? 0 : c) * this.storedSize;
  }

  countOf(statistics: Float64Array, offset: number, m: number): number {
    if (!this.form.tied) return statistics[offset + m]!;
    let n = 0;
    for (let c = 0; c < this.family.components; c++) n += statistics[offset + c]!;
    return n;
  }

  /** `sum r (x - mean)(x - mean)'` of stored covariance m, full or by axis. */
  scatter(statistics: Float64Array, offset: number, m: number, means: Float64Array): Float64Array {
    const { components: k, dimensions: d } = this.family;
    const { full, tied } = this.form;
    const size = this.storedSize;
    const squares = offset + k + k * d + m * size;
    const out = statistics.slice(squares, squares + size);
    for (let c = tied ? 0 : m; c < (tied ? k : m + 1); c++) {
      const n = statistics[offset + c]!;
      const s = offset + k + c * d;
      for (let i = 0; i < d; i++) {
        const mi = means[c * d + i]!;
        for (let j = full ? 0 : i; j <= i; j++) {
          const mj = means[c * d + j]!;
          out[full ? i * d + j : i]! -= statistics[s + i]! * mj + mi * statistics[s + j]! - n * mi * mj;
        }
      }
    }
    if (full) for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) out[j * d + i] = out[i * d + j]!;
    return out;
  }

  /** tr(S^-1 A) for stored covariance m. */
  private traceWhitened(m: number, a: Float64Array): number {
    const { dimensions: d } = this.family;
    const at = m * this.storedSize;
    let trace = 0;
    for (let i = 0; i < d; i++) {
      if (!this.form.full) {
        trace += this.whitening[at + i]! ** 2 * a[i]!;
        continue;
      }
      for (let p = 0; p <= i; p++) {
        const w = this.whitening[at + i * d + p]!;
        for (let q = 0; q <= i; q++) trace += w * a[p * d + q]! * this.whitening[at + i * d + q]!;
      }
    }
    return trace;
  }
}
