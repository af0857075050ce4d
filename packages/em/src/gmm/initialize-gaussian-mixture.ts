import { checkInteger, checkOneOf, checkOptions, checkRng, type Rng } from '@latents/math';
import { covarianceForm, covarianceShape, floorsOf } from './covariance.js';
import { type GaussianMixture, gaussianMixture } from './gaussian-mixture.js';
import { type CovarianceOptions, checkConstraints } from './gaussians-from-parameters.js';
import { kMeansPlusPlus } from './k-means-plus-plus.js';
import { type CheckedMixtureData, checkedMixtureData, type MixtureInput } from './mixture-data.js';

/** Options of {@link initializeGaussianMixture}. */
export interface InitializeOptions extends CovarianceOptions {
  /** Number of components, at most the number of rows. */
  readonly components: number;
  readonly rng: Rng;
  /** Choice of the means: k-means++ seeding (default), or distinct rows drawn at random. */
  readonly method?: 'k-means++' | 'random-points';
}

const OPTIONS = ['components', 'rng', 'method', 'covariance', 'covarianceFloor', 'covariancePrior'] as const;

/**
 * Returns a mixture to start EM from: its means are rows of the data, and every covariance is diagonal with the variances of all the
 * data. The floor defaults to 1e-6 times the variance of each column (of spherical covariances: of all columns), so that duplicate rows
 * and constant columns do not end the run. A constant column has the mean of the variances, or 1, instead of its own. Neither the floor
 * nor the choice of the means depends on the units of the columns.
 *
 * @throws RangeError if there are fewer rows than components, the method is unknown, or the data are refused as by `expect`.
 * @throws RangeError for a column whose variance is below 1e-301 or above 1e301 but not 0: in float64 its densities would be wrong.
 */
export function initializeGaussianMixture(input: MixtureInput, options: InitializeOptions): GaussianMixture {
  const { components: k, rng, method = 'k-means++', covariance = 'full', covariancePrior } = options;
  const data = checkedMixtureData(input, 'initializeGaussianMixture');
  const [n = 0, d = 0] = data.x.shape;
  const where = 'initializeGaussianMixture(data, options)';
  checkOptions<InitializeOptions, typeof OPTIONS>(where, options, OPTIONS);
  checkInteger(`${where}, components`, k, 1, n, 'the number of rows');
  checkOneOf(`${where}, method`, method, ['k-means++', 'random-points']);
  checkRng(`${where}, rng`, rng);
  const given = { covarianceFloor: options.covarianceFloor ?? 0, covariancePrior, dimensions: d };
  checkConstraints('initializeGaussianMixture', given);
  const { mean, variance } = columnMoments(data);
  const average = variance.reduce((sum, v) => sum + v / d, 0);
  const form = covarianceForm(covariance);
  // Spherical covariances have one unit for all columns, all others one per column.
  const units = variance.map((v) => (form.spherical || v === 0 ? average || 1 : v));
  const covarianceFloor =
    options.covarianceFloor ?? (form.spherical ? 1e-6 * units[0]! : [...units].map((v) => 1e-6 * v));
  const floors = floorsOf(covarianceFloor, d);
  const least = units.map((unit, j) => Math.max(floors[j]!, 1e-9 * unit));
  const shape = covarianceShape(covariance, k, d);
  const size = form.full ? d * d : form.spherical ? 1 : d;
  const values = new Float64Array((form.tied ? 1 : k) * size);
  for (let at = 0; at < values.length; at += size) {
    if (form.spherical) values[at] = least.reduce((a, b) => Math.max(a, b), average);
    else for (let j = 0; j < d; j++) values[at + (form.full ? j * (d + 1) : j)] = Math.max(variance[j]!, least[j]!);
  }
  const filled = Float64Array.from(data.x.data, (value, i) => (Number.isNaN(value) ? mean[i % d]! : value));
  const rows =
    method === 'k-means++'
      ? kMeansPlusPlus(inUnits(filled, mean, units), d, k, rng, data.weights?.data)
      : rng.permutation(n).slice(0, k);
  const means = new Float64Array(k * d);
  for (let c = 0; c < k; c++) means.set(filled.subarray(rows[c]! * d, (rows[c]! + 1) * d), c * d);
  return gaussianMixture({
    weights: new Array<number>(k).fill(1 / k),
    means: { shape: [k, d], data: means },
    covariances: { shape, data: values },
    covariance,
    covarianceFloor,
    origin: mean,
    ...(covariancePrior ? { covariancePrior } : {}),
  });
}

/** Returns data relative to their means in units of standard deviations. */
function inUnits(x: Float64Array, mean: Float64Array, variances: Float64Array): Float64Array {
  const scale = variances.map(Math.sqrt);
  const d = scale.length;
  return x.map((value, i) => (value - mean[i % d]!) / scale[i % d]!);
}

/** Returns the weighted mean and variance of each column, `[d]`, over the values that were observed. */
function columnMoments({ x, weights }: CheckedMixtureData): { mean: Float64Array; variance: Float64Array } {
  const [n = 0, d = 0] = x.shape;
  const mean = new Float64Array(d);
  const variance = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    let total = 0;
    let [least, most] = [Infinity, -Infinity];
    for (let row = 0; row < n; row++) {
      const w = weights?.data[row] ?? 1;
      const value = x.data[row * d + j]!;
      if (w === 0 || Number.isNaN(value)) continue;
      total += w;
      [least, most] = [Math.min(least, value), Math.max(most, value)];
      const delta = value - mean[j]!;
      mean[j]! += (w * delta) / total;
      variance[j]! += w * delta * (value - mean[j]!);
    }
    if (total === 0)
      throw new RangeError(
        `initializeGaussianMixture(data): expected a value in every column, got none in column ${j}.`,
      );
    variance[j]! /= total;
    if (least !== most && !(variance[j]! >= 1e-301 && variance[j]! <= 1e301))
      throw new RangeError(
        `initializeGaussianMixture(data): expected variances from 1e-301 to 1e301, got ${variance[j]} in column ${j}. Take another unit.`,
      );
  }
  return { mean, variance };
}
