import { checkOneOf, cholesky, invertLower, symmetricEigen } from '@latents/math';
import { DegenerateModelError } from '../algorithms/degenerate-model-error.js';

/** Form of the covariances: a matrix, variances by axis or one variance per component; `tied` ones are shared by all components. */
export type CovarianceType = 'full' | 'tied' | 'diagonal' | 'spherical' | 'tied-diagonal' | 'tied-spherical';

/**
 * Inverse-Wishart prior, stated as data: `strength` pseudo-observations with covariance `scale` times the identity. Its log
 * density is `-strength/2 (log|S| + scale tr S^-1)` for each covariance S, up to a constant.
 */
export interface CovariancePrior {
  readonly strength: number;
  readonly scale: number;
}

/** Properties of a covariance type. */
export interface CovarianceForm {
  readonly full: boolean;
  readonly tied: boolean;
  readonly spherical: boolean;
}

const FORMS: { readonly [T in CovarianceType]: CovarianceForm } = {
  full: { full: true, tied: false, spherical: false },
  tied: { full: true, tied: true, spherical: false },
  diagonal: { full: false, tied: false, spherical: false },
  spherical: { full: false, tied: false, spherical: true },
  'tied-diagonal': { full: false, tied: true, spherical: false },
  'tied-spherical': { full: false, tied: true, spherical: true },
};

/**
 * Returns the form of a covariance type.
 *
 * @throws RangeError for an unknown type.
 */
export function covarianceForm(type: CovarianceType): CovarianceForm {
  checkOneOf('gaussians({ covariance })', type, FORMS);
  return FORMS[type];
}

/** Returns the shape of the covariances of `k` components in `d` dimensions. */
export function covarianceShape(type: CovarianceType, k: number, d: number): number[] {
  const { full, tied, spherical } = covarianceForm(type);
  const one = full ? [d, d] : spherical ? [] : [d];
  return tied ? one : [k, ...one];
}

/** A covariance is not positive definite: a component has collapsed onto too few points, or columns are dependent. */
export class SingularCovarianceError extends DegenerateModelError {
  override readonly name = 'SingularCovarianceError';
  /** The component, or undefined where all share one covariance. */
  readonly component: number | undefined;

  constructor(component: number | undefined) {
    super(
      `Gaussians: expected positive definite covariances, got a singular one ${component === undefined ? 'shared by all components' : `in component ${component}`}. ` +
        'The likelihood is unbounded there. Pass covarianceFloor or covariancePrior, fewer components, or drop constant and duplicate columns.',
    );
    this.component = component;
  }
}

/** Least variance: of every direction, or of each column `[d]`. */
export type CovarianceFloor = number | readonly number[];

/** Returns the floor of each column, `[d]`. */
export function floorsOf(floor: CovarianceFloor, d: number): Float64Array {
  return typeof floor === 'number' ? new Float64Array(d).fill(floor) : Float64Array.from(floor);
}

/**
 * Raises the stored covariance to at least the floor: by axis each variance, and of a matrix the eigenvalues in the units of the floor's
 * square roots. It maximises the likelihood under that constraint.
 */
export function raiseToFloor(
  c: Float64Array,
  offset: number,
  d: number,
  { full, spherical }: CovarianceForm,
  floor: CovarianceFloor,
): void {
  const floors = floorsOf(floor, d);
  const most = floors.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return;
  if (!full) {
    for (let i = 0; i < d; i++) c[offset + i] = Math.max(c[offset + i]!, spherical ? most : floors[i]!);
    return;
  }
  if (typeof floor === 'number') {
    raiseEigenvalues(c, offset, d, floor);
    return;
  }
  const root = floors.map(Math.sqrt);
  const unit = (i: number) => root[Math.floor(i / d)]! * root[i % d]!;
  const scaled = Float64Array.from({ length: d * d }, (_, i) => c[offset + i]! / unit(i));
  if (raiseEigenvalues(scaled, 0, d, 1)) for (let i = 0; i < d * d; i++) c[offset + i] = scaled[i]! * unit(i);
}

/** Raises the eigenvalues of a matrix to at least `floor` and returns whether one was below it. */
function raiseEigenvalues(c: Float64Array, offset: number, d: number, floor: number): boolean {
  const less = c.slice(offset, offset + d * d);
  for (let i = 0; i < d; i++) less[i * d + i]! -= floor;
  if (cholesky(less, d, new Float64Array(d * d)) === 0) return false;
  const { values, vectors } = symmetricEigen(c, d, offset);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let e = 0; e < d; e++) sum += vectors[e]![i]! * Math.max(values[e]!, floor) * vectors[e]![j]!;
      c[offset + i * d + j] = sum;
    }
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) c[offset + j * d + i] = c[offset + i * d + j]!;
  return true;
}

/**
 * Returns the whitening of each stored covariance S: W with W'W = S^-1 (lower triangular `[d, d]`, or the reciprocal scales `[d]`),
 * and log|S|.
 *
 * @throws SingularCovarianceError
 */
export function whiten(
  c: Float64Array,
  count: number,
  d: number,
  full: boolean,
): { whitening: Float64Array; logDet: Float64Array } {
  const size = full ? d * d : d;
  const whitening = new Float64Array(count * size);
  const logDet = new Float64Array(count);
  const factor = new Float64Array(size);
  for (let m = 0; m < count; m++) {
    const at = m * size;
    if (full) {
      if (cholesky(c, d, factor, at) > 0) throw new SingularCovarianceError(count === 1 ? undefined : m);
      invertLower(factor, d, whitening, 0, at);
      for (let i = 0; i < d; i++) logDet[m]! += 2 * Math.log(factor[i * d + i]!);
    } else {
      for (let i = 0; i < d; i++) {
        const v = c[at + i]!;
        if (!(v > 0 && v < Infinity && 1 / v < Infinity))
          throw new SingularCovarianceError(count === 1 ? undefined : m);
        whitening[at + i] = 1 / Math.sqrt(v);
        logDet[m]! += Math.log(v);
      }
    }
  }
  return { whitening, logDet };
}
