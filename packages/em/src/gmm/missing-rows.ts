import { cholesky, choleskySolve } from '@latents/math';
import type { Gaussians } from './gaussians.js';

/** A row with gaps under component c: the density of what was observed, and what is expected of the rest. */
export interface CompletedRow {
  /** log N(observed), in nats. */
  readonly logDensity: number;
  /** E[x | observed], relative to the origin, `[d]`. */
  readonly mean: Float64Array;
  /** Cov[x | observed], `[d, d]`, zero where observed. */
  readonly covariance: Float64Array;
  /** Entropy of the rest given what was observed, in nats. */
  readonly entropy: number;
}

/** Conditions component c on the entries of the centred row that are not NaN. */
export function completeRow(g: Gaussians, c: number, row: Float64Array): CompletedRow {
  const { dimensions: d } = g.family;
  const s = g.covarianceMatrix(c);
  const seen: number[] = [];
  const gaps: number[] = [];
  for (let j = 0; j < d; j++) (Number.isNaN(row[j]!) ? gaps : seen).push(j);
  const o = seen.length;
  const l = new Float64Array(o * o);
  cholesky(
    seen.flatMap((i) => seen.map((j) => s[i * d + j]!)),
    o,
    l,
  );
  const difference = Float64Array.from(seen, (j) => row[j]! - g.centered[c * d + j]!);
  const solved = choleskySolve(l, o, difference.slice());
  let logDensity = -0.5 * o * Math.log(2 * Math.PI);
  for (let i = 0; i < o; i++) logDensity -= Math.log(l[i * o + i]!) + 0.5 * difference[i]! * solved[i]!;
  const mean = row.slice();
  const covariance = new Float64Array(d * d);
  for (const i of gaps) {
    mean[i] = g.centered[c * d + i]! + seen.reduce((sum, j, p) => sum + s[i * d + j]! * solved[p]!, 0);
    const gain = choleskySolve(
      l,
      o,
      Float64Array.from(seen, (j) => s[i * d + j]!),
    );
    for (const q of gaps)
      covariance[i * d + q] = s[i * d + q]! - seen.reduce((sum, j, p) => sum + gain[p]! * s[j * d + q]!, 0);
  }
  const m = gaps.length;
  const rest = new Float64Array(m * m);
  cholesky(
    gaps.flatMap((i) => gaps.map((j) => 0.5 * (covariance[i * d + j]! + covariance[j * d + i]!))),
    m,
    rest,
  );
  let entropy = 0.5 * m * (1 + Math.log(2 * Math.PI));
  for (let i = 0; i < m; i++) entropy += Math.log(rest[i * m + i]!);
  return { logDensity, mean, covariance, entropy };
}
