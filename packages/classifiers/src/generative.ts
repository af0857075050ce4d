import { argMaxRows, cholesky, choleskySolve, type NdArray, softmaxInPlace } from '@latents/math';
import { checkFeatures, checkLabels, type LabelledData } from './features.js';
import { LinearClassifier } from './linear-classifier.js';

/** A model of p(x, class): P(class | x) by Bayes' rule. */
export interface GenerativeClassifier {
  readonly classes: number;
  readonly dimension: number;
  /** log P(class), `[classes]`. */
  readonly logPrior: Float64Array;
  /** log p(x, class) of each row, `[n, classes]`, in nats. */
  logJoint(x: NdArray): Float64Array;
  /** P(class | x) of each row, `[n, classes]`. */
  probabilities(x: NdArray): Float64Array;
  /** The most probable class of each row, `[n]`. */
  predict(x: NdArray): Int32Array;
}

/** A generative classifier whose log-odds are linear in x. */
export interface LinearGenerativeClassifier extends GenerativeClassifier {
  /**
   * The same posterior as weights and an intercept, constant included: `b = log(pi / (1 - pi)) + sum_i c_i` (ERRATA E62; the note
   * drops the c_i, and with them the right class).
   */
  toLinear(): LinearClassifier;
}

/** One class's log p(x | class): `constant + linear . x - 1/2 |whiten (x - mean)|^2` covers all the Gaussian ones. */
type ClassDensity = (row: Float64Array, offset: number) => number;

export function generative(
  name: string,
  dimension: number,
  logPrior: Float64Array,
  densities: readonly ClassDensity[],
  check: (x: NdArray) => void = () => {},
): GenerativeClassifier {
  const classes = densities.length;
  const logJoint = (x: NdArray) => {
    const { data, n } = checkFeatures(`${name}.logJoint(x)`, x, dimension);
    check(x);
    const out = new Float64Array(n * classes);
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < classes; c++) out[i * classes + c] = logPrior[c]! + densities[c]!(data, i * dimension);
    }
    return out;
  };
  return {
    classes,
    dimension,
    logPrior,
    logJoint,
    probabilities: (x) => {
      const joint = logJoint(x);
      for (let i = 0; i < joint.length; i += classes) softmaxInPlace(joint, i, classes);
      return joint;
    },
    predict: (x) => argMaxRows(logJoint(x), classes),
  };
}

/** Counts, means and centred second moments of each class. */
export interface ClassMoments {
  readonly classes: number;
  readonly n: number;
  readonly d: number;
  readonly counts: Float64Array;
  readonly logPrior: Float64Array;
  /** `[classes, d]`. */
  readonly means: Float64Array;
  /** sum (x - mean)(x - mean)' of each class, `[classes, d, d]`. */
  readonly scatters: Float64Array;
}

/** The maximum-likelihood moments of labelled data. */
export function classMoments(where: string, { x, y }: LabelledData): ClassMoments {
  const { data, n, d } = checkFeatures(where, x);
  const classes = checkLabels(where, y, n);
  const counts = new Float64Array(classes);
  const means = new Float64Array(classes * d);
  const scatters = new Float64Array(classes * d * d);
  for (let i = 0; i < n; i++) {
    const c = y[i]!;
    counts[c] = counts[c]! + 1;
    for (let j = 0; j < d; j++) means[c * d + j] = means[c * d + j]! + data[i * d + j]!;
  }
  for (let j = 0; j < means.length; j++) means[j] = means[j]! / counts[Math.floor(j / d)]!;
  for (let i = 0; i < n; i++) {
    const c = y[i]!;
    for (let j = 0; j < d; j++) {
      const centred = data[i * d + j]! - means[c * d + j]!;
      const row = (c * d + j) * d;
      for (let l = 0; l < d; l++)
        scatters[row + l] = scatters[row + l]! + centred * (data[i * d + l]! - means[c * d + l]!);
    }
  }
  return { classes, n, d, counts, logPrior: counts.map((count) => Math.log(count / n)), means, scatters };
}

/** log N(x; mean, covariance) from a covariance matrix. Throws a RangeError, naming `what`, if it is not positive definite. */
export function gaussianDensity(what: string, mean: Float64Array, covariance: Float64Array, d: number): ClassDensity {
  const factor = new Float64Array(d * d);
  if (cholesky(covariance, d, factor) > 0) {
    throw new RangeError(
      `${what}: expected a positive definite covariance, got a singular one. A constant or repeated column, or fewer rows than columns: drop columns or raise the floor.`,
    );
  }
  let constant = -0.5 * d * Math.log(2 * Math.PI);
  for (let i = 0; i < d; i++) constant -= Math.log(factor[i * d + i]!);
  const y = new Float64Array(d);
  return (row, offset) => {
    let quadratic = 0;
    for (let i = 0; i < d; i++) {
      let value = row[offset + i]! - mean[i]!;
      for (let j = 0; j < i; j++) value -= factor[i * d + j]! * y[j]!;
      y[i] = value / factor[i * d + i]!;
      quadratic += y[i]! ** 2;
    }
    return constant - 0.5 * quadratic;
  };
}

/** log-odds that are linear because all classes share one covariance: w = covariance^-1 mean, b = log prior - mean' w / 2. */
export function linearFromSharedCovariance(
  { classes, d, means, logPrior }: ClassMoments,
  covariance: Float64Array,
): LinearClassifier {
  const factor = new Float64Array(d * d);
  cholesky(covariance, d, factor);
  const weights = new Float64Array(classes * d);
  const intercepts = new Float64Array(classes);
  for (let c = 0; c < classes; c++) {
    const w = choleskySolve(factor, d, means.slice(c * d, (c + 1) * d));
    weights.set(w, c * d);
    intercepts[c] = logPrior[c]! - 0.5 * w.reduce((sum, value, j) => sum + value * means[c * d + j]!, 0);
  }
  return oddsFromScores(classes, d, weights, intercepts);
}

/** Scores of all classes as a classifier: for two classes, the difference of their rows. */
export function oddsFromScores(
  classes: number,
  d: number,
  weights: Float64Array,
  intercepts: Float64Array,
): LinearClassifier {
  if (classes !== 2) return new LinearClassifier(classes, weights, intercepts);
  const difference = Float64Array.from({ length: d }, (_, j) => weights[d + j]! - weights[j]!);
  return new LinearClassifier(2, difference, Float64Array.of(intercepts[1]! - intercepts[0]!));
}
