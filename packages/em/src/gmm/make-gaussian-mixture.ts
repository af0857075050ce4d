import type { NdArray, Rng } from '@latents/math';

import { drawIndex } from '../numerics/log-space.js';
import { type CovariancePrior, type CovarianceType, covarianceForm, covarianceShape } from './covariance.js';
import { GaussianMixture } from './gaussian-mixture.js';
import { Gaussians } from './gaussians.js';
import { checkedMixtureData, type MixtureInput } from './mixture-data.js';

/** How Gaussians are kept from collapsing. */
export interface CovarianceOptions {
  /** Default `'full'`. */
  readonly covariance?: CovarianceType;
  /** The least eigenvalue a covariance may have. */
  readonly covarianceFloor?: number;
  readonly covariancePrior?: CovariancePrior;
}

export interface GaussianParameters extends CovarianceOptions {
  /** `[k, d]`. */
  readonly means: NdArray;
  /** In the shape of the type: full `[k, d, d]`, tied `[d, d]`, diagonal `[k, d]`, spherical `[k]`, tied-diagonal `[d]`, tied-spherical `[]`. */
  readonly covariances: NdArray;
  /** The point that statistics are taken about (default the mean of the means), `[d]`. */
  readonly origin?: ArrayLike<number>;
}

/**
 * Gaussians from parameters.
 *
 * @throws RangeError for a shape, a value that is not finite, a negative floor or a prior that is not positive.
 * @throws SingularCovarianceError
 */
export function gaussians(parameters: GaussianParameters): Gaussians {
  const { means, covariances, covariance = 'full', covarianceFloor = 0, covariancePrior } = parameters;
  const [k = 0, d = 0] = means.shape;
  if (means.shape.length !== 2 || k < 1 || d < 1)
    throw new RangeError(`Gaussian({ means }): expected shape [k, d], got [${means.shape}].`);
  const shape = covarianceShape(covariance, k, d);
  if (covariances.shape.join() !== shape.join()) {
    throw new RangeError(
      `Gaussian({ covariances }): expected shape [${shape}] for '${covariance}', got [${covariances.shape}].`,
    );
  }
  for (const [name, { data }] of Object.entries({ means, covariances })) {
    for (const value of data)
      if (!Number.isFinite(value))
        throw new RangeError(`Gaussian({ ${name} }): expected finite numbers, got ${value}.`);
  }
  if (!(covarianceFloor >= 0 && covarianceFloor < Infinity))
    throw new RangeError(`Gaussian({ covarianceFloor }): expected a finite number >= 0, got ${covarianceFloor}.`);
  if (
    covariancePrior &&
    !(
      covariancePrior.strength > 0 &&
      covariancePrior.scale > 0 &&
      covariancePrior.strength + covariancePrior.scale < Infinity
    )
  ) {
    throw new RangeError(
      `Gaussian({ covariancePrior }): expected positive finite strength and scale, got ${covariancePrior.strength} and ${covariancePrior.scale}.`,
    );
  }
  const origin = Float64Array.from({ length: d }, (_, j) => {
    if (parameters.origin) return parameters.origin[j]!;
    let sum = 0;
    for (let c = 0; c < k; c++) sum += means.data[c * d + j]! / k;
    return sum;
  });
  const { full, spherical } = covarianceForm(covariance);
  const stored = spherical
    ? Float64Array.from({ length: covariances.data.length * d }, (_, i) => covariances.data[Math.floor(i / d)]!)
    : Float64Array.from(covariances.data);
  if (full) checkSymmetric(stored, d);
  const family = { components: k, dimensions: d, covariance, covarianceFloor, covariancePrior, origin };
  return new Gaussians(
    family,
    Float64Array.from(means.data, (value, i) => value - origin[i % d]!),
    stored,
  );
}

function checkSymmetric(stored: Float64Array, d: number): void {
  for (let m = 0; m < stored.length; m += d * d) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < i; j++) {
        const a = stored[m + i * d + j]!;
        const b = stored[m + j * d + i]!;
        if (Math.abs(a - b) > 1e-9 * (Math.abs(a) + Math.abs(b)))
          throw new RangeError(
            `Gaussian({ covariances }): expected symmetric matrices, got ${a} at [${i}, ${j}] and ${b} at [${j}, ${i}].`,
          );
      }
    }
  }
}

/**
 * A mixture from its parameters.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { gaussianMixture } from '@latents/em';
 *
 * const gmm = gaussianMixture({
 *   weights: [0.5, 0.5],
 *   means: ndArray([2, 1], Float64Array.of(-1, 1)),
 *   covariances: ndArray([2], Float64Array.of(1, 1)),
 *   covariance: 'spherical',
 * });
 * Array.from(gmm.posterior(ndArray([1, 1], Float64Array.of(0))).data); // => [0.5, 0.5]
 * ```
 * @throws RangeError as {@link gaussians} does, or if the weights are not a distribution over the components.
 */
export function gaussianMixture({
  weights,
  ...parameters
}: GaussianParameters & { readonly weights: ArrayLike<number> }): GaussianMixture {
  const g = gaussians(parameters);
  const k = g.family.components;
  const total = Array.from(weights).reduce((sum, w) => sum + w, 0);
  if (weights.length !== k || !Array.from(weights).every((w) => w >= 0) || !(Math.abs(total - 1) <= 1e-9)) {
    throw new RangeError(
      `gaussianMixture({ weights }): expected ${k} numbers >= 0 that sum to 1, got [${Array.from(weights)}].`,
    );
  }
  return new GaussianMixture(Float64Array.from(weights), g);
}

export interface InitializeOptions extends CovarianceOptions {
  readonly components: number;
  readonly rng: Rng;
  /** Means by k-means++ seeding (default) or as distinct rows drawn at random. */
  readonly method?: 'k-means++' | 'random-points';
}

/**
 * A mixture to start EM from: means at rows of the data, every covariance that of all the data. The floor defaults to 1e-6 times
 * the mean variance of the columns (1e-6 where that is 0), so that duplicate rows and constant columns do not end the run.
 *
 * @throws RangeError if there are fewer rows than components, or for data as in `expect`.
 */
export function initializeGaussianMixture(input: MixtureInput, options: InitializeOptions): GaussianMixture {
  const { components: k, rng, method = 'k-means++', covariance = 'full', covariancePrior } = options;
  const data = checkedMixtureData(input, 'initializeGaussianMixture');
  const [n = 0, d = 0] = data.x.shape;
  if (!Number.isInteger(k) || k < 1 || k > n)
    throw new RangeError(
      `initializeGaussianMixture(data, { components }): expected an integer from 1 to ${n}, the number of rows, got ${k}.`,
    );
  const mean = new Float64Array(d);
  const variance = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    let weight = 0;
    for (let row = 0; row < n; row++) {
      const w = data.weights?.data[row] ?? 1;
      const value = data.x.data[row * d + j]!;
      if (w === 0 || Number.isNaN(value)) continue;
      weight += w;
      const delta = value - mean[j]!;
      mean[j]! += (w * delta) / weight;
      variance[j]! += w * delta * (value - mean[j]!);
    }
    if (weight === 0)
      throw new RangeError(
        `initializeGaussianMixture(data): expected a value in every column, got none in column ${j}.`,
      );
    variance[j]! /= weight;
  }
  const average = variance.reduce((sum, v) => sum + v / d, 0);
  const covarianceFloor = options.covarianceFloor ?? (average > 0 ? 1e-6 * average : 1e-6);
  const least = Math.max(covarianceFloor, average > 0 ? 1e-9 * average : 1e-9);
  const form = covarianceForm(covariance);
  const shape = covarianceShape(covariance, k, d);
  const size = form.full ? d * d : form.spherical ? 1 : d;
  const values = new Float64Array((form.tied ? 1 : k) * size);
  for (let at = 0; at < values.length; at += size) {
    if (form.spherical) values[at] = Math.max(average, least);
    else for (let j = 0; j < d; j++) values[at + (form.full ? j * (d + 1) : j)] = Math.max(variance[j]!, least);
  }
  const means = pickMeans(data.x, data.weights?.data, k, rng, method, mean);
  const optional = covariancePrior ? { covariancePrior } : {};
  return gaussianMixture({
    weights: new Array<number>(k).fill(1 / k),
    means: { shape: [k, d], data: means },
    covariances: { shape, data: values },
    covariance,
    covarianceFloor,
    origin: mean,
    ...optional,
  });
}

function pickMeans(
  x: NdArray,
  weights: ArrayLike<number> | undefined,
  k: number,
  rng: Rng,
  method: string,
  fill: Float64Array,
): Float64Array {
  const [n = 0, d = 0] = x.shape;
  const at = (row: number, j: number) => (Number.isNaN(x.data[row * d + j]!) ? fill[j]! : x.data[row * d + j]!);
  const means = new Float64Array(k * d);
  const chance = Float64Array.from({ length: n }, (_, row) => weights?.[row] ?? 1);
  const nearest = new Float64Array(n).fill(Infinity);
  const order = method === 'random-points' ? rng.permutation(n) : undefined;
  for (let c = 0; c < k; c++) {
    const row = order ? order[c]! : drawIndex(rng.uniform(), chance);
    for (let j = 0; j < d; j++) means[c * d + j] = at(row, j);
    for (let other = 0; other < n; other++) {
      let distance = 0;
      for (let j = 0; j < d; j++) distance += (at(other, j) - means[c * d + j]!) ** 2;
      nearest[other] = Math.min(nearest[other]!, distance);
      chance[other] = nearest[other]! * (weights?.[other] ?? 1);
    }
  }
  return means;
}
