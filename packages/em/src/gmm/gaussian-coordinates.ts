import { cholesky } from '@latents/math';
import { OutsideDomainError } from '../algorithms/degenerate-model-error.js';
import { type CovarianceFloor, floorsOf } from './covariance.js';
import { Gaussians } from './gaussians.js';

/** Means, then for each covariance the lower triangle of its Cholesky factor with log diagonal, or log standard deviations. */
export function gaussianPoint(g: Gaussians): number[] {
  const { dimensions: d } = g.family;
  const point = Array.from(g.centered);
  const l = new Float64Array(d * d);
  for (let m = 0; m < g.covarianceCount; m++) {
    const at = m * g.storedSize;
    if (g.form.full) {
      cholesky(g.stored, d, l, at);
      for (let i = 0; i < d; i++)
        for (let j = 0; j <= i; j++) point.push(i === j ? Math.log(l[i * d + i]!) : l[i * d + j]!);
    } else {
      for (let i = 0; i < (g.form.spherical ? 1 : d); i++) point.push(0.5 * Math.log(g.stored[at + i]!));
    }
  }
  return point;
}

/**
 * The Gaussians of `g`'s family at a point.
 *
 * @throws SingularCovarianceError
 * @throws OutsideDomainError if a covariance has an eigenvalue below the family's floor.
 */
export function gaussiansAt(g: Gaussians, point: Float64Array, from: number): Gaussians {
  const { components: k, dimensions: d, covarianceFloor: floor } = g.family;
  const floors = floorsOf(floor, d);
  const most = floors.reduce((a, b) => Math.max(a, b), 0);
  const stored = new Float64Array(g.stored.length);
  let p = from + k * d;
  const l = new Float64Array(d * d);
  for (let m = 0; m < g.covarianceCount; m++) {
    const at = m * g.storedSize;
    if (!g.form.full) {
      for (let i = 0; i < d; i++) {
        stored[at + i] = Math.exp(2 * point[p]!);
        if (!g.form.spherical) p++;
        if (stored[at + i]! < (g.form.spherical ? most : floors[i]!) * (1 - 1e-12)) throw belowFloor(floor);
      }
      if (g.form.spherical) p++;
      continue;
    }
    for (let i = 0; i < d; i++)
      for (let j = 0; j <= i; j++, p++) l[i * d + j] = i === j ? Math.exp(point[p]!) : point[p]!;
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let q = 0; q <= j; q++) sum += l[i * d + q]! * l[j * d + q]!;
        stored[at + i * d + j] = sum;
        stored[at + j * d + i] = sum;
      }
    }
    if (most > 0) {
      const less = stored.slice(at, at + d * d);
      for (let i = 0; i < d; i++) less[i * (d + 1)]! -= floors[i]! * (1 - 1e-9);
      if (cholesky(less, d, new Float64Array(d * d)) > 0) throw belowFloor(floor);
    }
  }
  return new Gaussians(g.family, point.slice(from, from + k * d), stored);
}

/** The gradient of `expectedLogDensity + logPrior` in the coordinates of {@link gaussianPoint}. */
export function gaussianGradient(g: Gaussians, statistics: Float64Array, offset: number): number[] {
  const { components: k, dimensions: d, covariancePrior } = g.family;
  const strength = covariancePrior?.strength ?? 0;
  const out: number[] = [];
  const y = new Float64Array(d);
  for (let c = 0; c < k; c++) {
    const n = statistics[offset + c]!;
    for (let i = 0; i < d; i++) y[i] = statistics[offset + k + c * d + i]! - n * g.centered[c * d + i]!;
    out.push(...precisionTimes(g, c, y));
  }
  for (let m = 0; m < g.covarianceCount; m++) {
    const a = g.scatter(statistics, offset, m, g.centered);
    const n = g.countOf(statistics, offset, m) + strength;
    for (let i = 0; i < d; i++) a[g.form.full ? i * (d + 1) : i]! += strength * (covariancePrior?.scale ?? 0);
    const w = g.whitening.subarray(m * g.storedSize, (m + 1) * g.storedSize);
    if (g.form.full) out.push(...choleskyGradient(w, a, n, d));
    else {
      const byAxis = Array.from({ length: d }, (_, i) => w[i]! ** 2 * a[i]! - n);
      out.push(...(g.form.spherical ? [byAxis.reduce((sum, v) => sum + v, 0)] : byAxis));
    }
  }
  return out;
}

function precisionTimes(g: Gaussians, c: number, y: Float64Array): number[] {
  const { dimensions: d } = g.family;
  const at = g.whiteningAt(c);
  const w = g.whitening;
  if (!g.form.full) return Array.from(y, (value, i) => w[at + i]! ** 2 * value);
  const wy = new Float64Array(d);
  for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) wy[i]! += w[at + i * d + j]! * y[j]!;
  return Array.from({ length: d }, (_, j) => {
    let sum = 0;
    for (let i = j; i < d; i++) sum += w[at + i * d + j]! * wy[i]!;
    return sum;
  });
}

/** Of `-n log|L| - tr(S^-1 A)/2` with `S = LL'`, `W = L^-1`: the lower triangle of `W'WAW' - n diag(1/L)`, its diagonal times L. */
function choleskyGradient(w: Float64Array, a: Float64Array, n: number, d: number): number[] {
  const product = (x: ArrayLike<number>, y: ArrayLike<number>, xt: boolean, yt: boolean) => {
    const out = new Float64Array(d * d);
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++)
        for (let q = 0; q < d; q++) out[i * d + j]! += x[xt ? q * d + i : i * d + q]! * y[yt ? j * d + q : q * d + j]!;
    return out;
  };
  const full = product(w, product(product(w, a, false, false), w, false, true), true, false);
  const out: number[] = [];
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) out.push(i === j ? full[i * d + i]! / w[i * d + i]! - n : full[i * d + j]!);
  return out;
}

function belowFloor(floor: CovarianceFloor): OutsideDomainError {
  return new OutsideDomainError(
    `mixture.fromUnconstrained(point): expected every eigenvalue of a covariance to be at least covarianceFloor = ${typeof floor === 'number' ? floor : `[${floor}]`}, got a smaller one. Take a shorter step.`,
  );
}
