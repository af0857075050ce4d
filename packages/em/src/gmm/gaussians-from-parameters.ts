import {
  checkFiniteValues,
  checkNdArray,
  checkNonNegative,
  checkOptions,
  checkPositive,
  type NdArray,
} from '@latents/math';
import {
  type CovarianceFloor,
  type CovariancePrior,
  type CovarianceType,
  covarianceForm,
  covarianceShape,
} from './covariance.js';
import { type GaussianFamily, Gaussians } from './gaussians.js';

/** Form of the covariances, and what keeps them from becoming singular. */
export interface CovarianceOptions {
  /** Form of the covariances (default `'full'`). */
  readonly covariance?: CovarianceType;
  /** Least eigenvalue that a covariance may have (default 0); or the least variance of each column, `[d]`, all positive. */
  readonly covarianceFloor?: CovarianceFloor;
  /** Prior of the covariances (default none). */
  readonly covariancePrior?: CovariancePrior;
}

/** Parameters of Gaussians: the components of a mixture, or the emissions of states. */
export interface GaussianParameters extends CovarianceOptions {
  /** Means `[k, d]`. */
  readonly means: NdArray;
  /** Covariances in the shape of their type: full `[k, d, d]`, tied `[d, d]`, diagonal `[k, d]`, spherical `[k]`, tied-diagonal `[d]`, tied-spherical `[]`. */
  readonly covariances: NdArray;
  /** Point that statistics are taken about, `[d]` (default the mean of the means). */
  readonly origin?: ArrayLike<number>;
}

const OPTIONS = ['means', 'covariances', 'covariance', 'covarianceFloor', 'covariancePrior', 'origin'] as const;

/**
 * Returns Gaussians with the given parameters.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { GaussianEmission, gaussians } from '@latents/em';
 *
 * const means = ndArray([2, 1], Float64Array.of(-1, 1));
 * const covariances = ndArray([2], Float64Array.of(1, 1));
 * new GaussianEmission(gaussians({ means, covariances, covariance: 'spherical' })).states; // => 2
 * ```
 * @throws RangeError if a shape is wrong, a value is not finite, the floor is negative or the prior is not positive.
 * @throws RangeError if a covariance is not symmetric.
 * @throws SingularCovarianceError if a covariance is not positive definite.
 */
export function gaussians(parameters: GaussianParameters): Gaussians {
  checkOptions<GaussianParameters, typeof OPTIONS>('gaussians(parameters)', parameters, OPTIONS);
  const { means, covariances, covariance = 'full', covarianceFloor = 0, covariancePrior } = parameters;
  checkNdArray('gaussians({ means })', 'means', means);
  checkNdArray('gaussians({ covariances })', 'covariances', covariances);
  const [k = 0, d = 0] = means.shape;
  if (means.shape.length !== 2 || k < 1 || d < 1)
    throw new RangeError(`gaussians({ means }): expected shape [k, d], got [${means.shape}].`);
  const shape = covarianceShape(covariance, k, d);
  if (covariances.shape.join() !== shape.join()) {
    throw new RangeError(
      `gaussians({ covariances }): expected shape [${shape}] for '${covariance}', got [${covariances.shape}].`,
    );
  }
  checkConstraints('gaussians', { covarianceFloor, covariancePrior, dimensions: d });
  if (parameters.origin) {
    if (parameters.origin.length !== d)
      throw new RangeError(`gaussians({ origin }): expected ${d} numbers, got ${parameters.origin.length}.`);
    checkFiniteValues('gaussians({ origin })', parameters.origin);
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
  if (full) checkSymmetric('gaussians({ covariances })', stored, d);
  const family = { components: k, dimensions: d, covariance, covarianceFloor, covariancePrior, origin };
  return new Gaussians(
    family,
    Float64Array.from(means.data, (value, i) => value - origin[i % d]!),
    stored,
  );
}

/** Throws a RangeError unless the floor is not negative, or one of each column positive, and the prior, if there is one, positive. */
export function checkConstraints(
  where: string,
  {
    covarianceFloor,
    covariancePrior,
    dimensions,
  }: Pick<GaussianFamily, 'covarianceFloor' | 'covariancePrior' | 'dimensions'>,
): void {
  if (Array.isArray(covarianceFloor)) {
    if (covarianceFloor.length !== dimensions)
      throw new RangeError(
        `${where}({ covarianceFloor }): expected ${dimensions} numbers, one per column, got ${covarianceFloor.length}.`,
      );
    for (const floor of covarianceFloor) checkPositive(`${where}({ covarianceFloor })`, floor);
  } else checkNonNegative(`${where}({ covarianceFloor })`, covarianceFloor);
  if (covariancePrior === undefined) return;
  checkOptions(`${where}({ covariancePrior })`, covariancePrior, ['strength', 'scale']);
  checkPositive(`${where}({ covariancePrior: { strength } })`, covariancePrior.strength);
  checkPositive(`${where}({ covariancePrior: { scale } })`, covariancePrior.scale);
}

/** Throws a RangeError unless matrices `[d, d]`, one after another, are symmetric. */
export function checkSymmetric(where: string, stored: ArrayLike<number>, d: number): void {
  for (let m = 0; m < stored.length; m += d * d) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < i; j++) {
        const a = stored[m + i * d + j]!;
        const b = stored[m + j * d + i]!;
        if (Math.abs(a - b) > 1e-9 * (Math.abs(a) + Math.abs(b)))
          throw new RangeError(
            `${where}: expected symmetric matrices, got ${a} at [${i}, ${j}] and ${b} at [${j}, ${i}].`,
          );
      }
    }
  }
}
