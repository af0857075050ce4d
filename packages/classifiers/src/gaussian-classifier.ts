import { cholesky, type NamedArrays, type NdArray, ndArray } from '@latents/math';
import { checkArrays, type ModelConfig } from '@latents/training';
import { classMoments, covariancesOf } from './class-moments.js';
import type { Examples, Sizes } from './features.js';
import {
  checkLogPrior,
  GenerativeClassifier,
  type GenerativeParts,
  priorArray,
  uniformPrior,
} from './generative-classifier.js';

/** Sizes of a Gaussian classifier, and the form of its covariances. */
export interface GaussianClassifierOptions {
  readonly classes: number;
  /** Number of features. */
  readonly dimension: number;
  /** `'full'` (default), or `'diagonal'`: features independent given the class. */
  readonly covariance?: 'full' | 'diagonal';
  /**
   * Share of the variance of each feature over all rows that a fit adds to its variances within classes (default 0): 1e-9 lets a
   * feature be constant within a class, more makes full covariances of few rows regular.
   */
  readonly smoothing?: number;
}

/** The form of a Gaussian classifier. */
export interface GaussianForm extends Sizes {
  readonly kind: string;
  readonly full: boolean;
  /** Whether all classes have one covariance. */
  readonly shared: boolean;
  /** Share of each feature's variance that is added within classes. */
  readonly smoothing: number;
}

/** Parameters of a Gaussian classifier. */
export interface GaussianParts extends GenerativeParts {
  /** `[classes, d]`. */
  readonly means: Float64Array;
  /** One covariance after another, `[d, d]` or, by axis, `[d]`. */
  readonly covariances: Float64Array;
  /** Their Cholesky factors, or standard deviations by axis. */
  readonly factors: Float64Array;
}

/** A classifier whose classes are Gaussian. */
export abstract class GaussianClassifier extends GenerativeClassifier<GaussianParts> {
  private readonly form: GaussianForm;

  protected constructor(form: GaussianForm, parts: GaussianParts) {
    super(form, parts);
    this.form = form;
  }

  override get config(): ModelConfig {
    const { kind, classes, dimension, full, smoothing } = this.form;
    return { kind, classes, dimension, covariance: full ? 'full' : 'diagonal', smoothing };
  }

  override get parameters(): NamedArrays {
    const { logPrior, means, covariances } = this.parts;
    const shapes = shapesOf(this.form);
    return {
      logPrior: priorArray(logPrior),
      means: ndArray(shapes.means.shape, means),
      covariances: ndArray(shapes.covariances.shape, covariances),
    };
  }

  protected override partsOf(arrays: NamedArrays): GaussianParts {
    return partsOfArrays('classifier.assign(arrays)', this.form, arrays);
  }

  protected override fitted(where: string, examples: Examples): GaussianParts {
    return fittedParts(where, this.form, examples);
  }
}

function shapesOf({ classes: k, dimension: d, full, shared }: GaussianForm) {
  const one = full ? [d, d] : [d];
  return { logPrior: { shape: [k] }, means: { shape: [k, d] }, covariances: { shape: shared ? one : [k, ...one] } };
}

/** Returns equally probable standard normal classes: a classifier to be trained. */
export function standardParts(form: GaussianForm): GaussianParts {
  const { classes, dimension: d, full, shared } = form;
  const size = full ? d * d : d;
  const covariances = Float64Array.from({ length: (shared ? 1 : classes) * size }, (_, i) =>
    !full || (i % size) % (d + 1) === 0 ? 1 : 0,
  );
  return prepared('', form, uniformPrior(classes), new Float64Array(classes * d), covariances);
}

/** Returns the parameters of highest likelihood. @throws RangeError if a covariance is singular. */
export function fittedParts(where: string, form: GaussianForm, examples: Examples): GaussianParts {
  const moments = classMoments(examples, form.full);
  const covariances = covariancesOf(moments, form.shared, form.smoothing);
  checkVariances(where, covariances, form);
  return prepared(where, form, moments.logPrior, moments.means, covariances);
}

/**
 * Returns the parameters of arrays.
 *
 * @throws Error if an array is missing, unknown, misshapen or not finite.
 * @throws RangeError for a prior that is no distribution, or a covariance that is not positive definite.
 */
export function partsOfArrays(where: string, form: GaussianForm, arrays: NamedArrays): GaussianParts {
  checkArrays(where, shapesOf(form), arrays);
  const { logPrior, means, covariances } = arrays as Readonly<Record<string, NdArray>>;
  const numbers = ({ data }: NdArray) => Float64Array.from(data);
  return prepared(where, form, checkLogPrior(where, logPrior!), numbers(means!), numbers(covariances!));
}

/** Returns parameters, prepared for densities. @throws RangeError, naming the class, if a covariance is not positive definite. */
function prepared(
  where: string,
  { dimension: d, full, shared }: GaussianForm,
  logPrior: Float64Array,
  means: Float64Array,
  covariances: Float64Array,
): GaussianParts {
  const size = full ? d * d : d;
  const factors = new Float64Array(covariances.length);
  const constants = new Float64Array(covariances.length / size).fill(-0.5 * d * Math.log(2 * Math.PI));
  for (let m = 0; m < constants.length; m++) {
    const factor = factors.subarray(m * size, (m + 1) * size);
    if (full ? cholesky(covariances, d, factor, m * size) > 0 : !deviations(covariances, m * d, factor))
      throw new RangeError(
        `${where}${shared ? '' : `, class ${m}`}: expected a positive definite covariance, got a singular one. A feature is constant within a class, determined by others, or there are fewer rows than features: drop features or give smoothing, such as { smoothing: 1e-9 }.`,
      );
    for (let i = 0; i < d; i++) constants[m]! -= Math.log(factor[full ? i * (d + 1) : i]!);
  }
  const y = new Float64Array(d);
  const logDensity = (row: Float64Array, offset: number, c: number): number => {
    const m = shared ? 0 : c;
    const at = m * size;
    let quadratic = 0;
    for (let i = 0; i < d; i++) {
      let value = row[offset + i]! - means[c * d + i]!;
      if (full) for (let j = 0; j < i; j++) value -= factors[at + i * d + j]! * y[j]!;
      y[i] = value / factors[at + (full ? i * (d + 1) : i)]!;
      quadratic += y[i]! ** 2;
    }
    return constants[m]! - 0.5 * quadratic;
  };
  return { logPrior, means, covariances, factors, logDensity };
}

/** Throws a RangeError for variances that float64 cannot hold to its precision. */
function checkVariances(where: string, covariances: Float64Array, { dimension: d, full }: GaussianForm): void {
  const size = full ? d * d : d;
  for (let i = 0; i < covariances.length; i++) {
    const variance = covariances[i]!;
    const isDiagonal = !full || (i % size) % (d + 1) === 0;
    if (isDiagonal && variance !== 0 && !(variance >= 1e-305 && variance <= 1e305))
      throw new RangeError(
        `${where}: expected variances from 1e-305 to 1e305, got ${variance} in column ${full ? (i % size) / (d + 1) : i % d}. Take another unit.`,
      );
  }
}

/** Writes the standard deviations of variances and returns whether all are positive. */
function deviations(variances: Float64Array, from: number, out: Float64Array): boolean {
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(variances[from + i]!);
  return out.every((scale) => scale > 0 && scale < Infinity);
}
