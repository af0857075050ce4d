import { checkPositiveInteger, type NamedArrays, type NdArray, ndArray } from '@latents/math';
import { checkArrays, type Json } from '@latents/training';
import {
  type CovarianceFloor,
  type CovariancePrior,
  type CovarianceType,
  covarianceForm,
  covarianceShape,
} from './covariance.js';
import { type GaussianFamily, Gaussians } from './gaussians.js';
import { checkConstraints, checkSymmetric } from './gaussians-from-parameters.js';

/** Everything about Gaussians but their parameters: means, covariances, and the origin that statistics are taken about. */
export type GaussianSettings = Omit<GaussianFamily, 'origin'>;

/** Names of {@link describeGaussians}. */
export const GAUSSIAN_SETTINGS = [
  'components',
  'dimensions',
  'covariance',
  'covarianceFloor',
  'covariancePrior',
] as const;

type Shapes = Readonly<Record<string, { readonly shape: readonly number[] }>>;

/** Returns the settings of Gaussians as plain JSON. */
export function describeGaussians({ family }: Gaussians): { readonly [key: string]: Json } {
  const { components, dimensions, covariance, covarianceFloor, covariancePrior: prior } = family;
  return {
    components,
    dimensions,
    covariance,
    covarianceFloor,
    ...(prior && { covariancePrior: { strength: prior.strength, scale: prior.scale } }),
  };
}

/**
 * Returns the settings that a description holds.
 *
 * @throws RangeError for a value that is out of range.
 */
export function gaussianSettings(where: string, config: { readonly [key: string]: Json }): GaussianSettings {
  const { components, dimensions, covariance, covarianceFloor, covariancePrior } = config;
  checkPositiveInteger(where, components, 'components');
  checkPositiveInteger(where, dimensions, 'dimensions');
  covarianceForm(covariance as CovarianceType);
  const settings = {
    components,
    dimensions,
    covariance: covariance as CovarianceType,
    covarianceFloor: covarianceFloor as CovarianceFloor,
    covariancePrior: covariancePrior as unknown as CovariancePrior | undefined,
  };
  checkConstraints('gaussians', settings);
  return settings;
}

/** Returns the shapes of {@link gaussianArrays}. */
export function gaussianShapes({ components: k, dimensions: d, covariance }: GaussianSettings): Shapes {
  return {
    origin: { shape: [d] },
    centeredMeans: { shape: [k, d] },
    covariances: { shape: covarianceShape(covariance, k, d) },
  };
}

/** Returns the parameters of Gaussians by name, which restore them to the bit: a mean is `origin + centeredMeans`. */
export function gaussianArrays(g: Gaussians): NamedArrays {
  const { components, dimensions, origin } = g.family;
  return {
    origin: ndArray([dimensions], origin),
    centeredMeans: ndArray([components, dimensions], g.centered),
    covariances: g.covariances(),
  };
}

/**
 * Returns the Gaussians of arrays as {@link gaussianArrays} returns them.
 *
 * @param others Shapes of the arrays that come with them, by name.
 * @throws Error if an array is missing, unknown, misshapen or not finite.
 * @throws RangeError if a covariance is not symmetric.
 * @throws SingularCovarianceError if a covariance is not positive definite.
 */
export function gaussiansOf(where: string, settings: GaussianSettings, arrays: NamedArrays, others: Shapes): Gaussians {
  checkArrays(where, { ...gaussianShapes(settings), ...others }, arrays);
  const { origin, centeredMeans, covariances } = arrays as Readonly<Record<string, NdArray>>;
  const { full, spherical } = covarianceForm(settings.covariance);
  const d = settings.dimensions;
  const values = covariances!.data;
  if (full) checkSymmetric(`${where}, covariances`, values, d);
  const stored = spherical
    ? Float64Array.from({ length: values.length * d }, (_, i) => values[Math.floor(i / d)]!)
    : Float64Array.from(values);
  const family = { ...settings, origin: Float64Array.from(origin!.data) };
  return new Gaussians(family, Float64Array.from(centeredMeans!.data), stored);
}
