import {
  CategoricalEmission,
  type CovarianceOptions,
  type CovarianceType,
  GaussianEmission,
  gaussians,
  PoissonEmission,
} from '@latents/em';
import { type NdArray, ndArray } from '@latents/math';
import { matrix } from '../fixture.js';
import type { EmissionCases } from './emission-checks.js';

const P = [
  [0.5, 0.3, 0.2],
  [0.1, 0.2, 0.7],
];
const categorical: EmissionCases = {
  emission: new CategoricalEmission(matrix(P)),
  observations: ndArray([6], Int32Array.of(0, 2, 1, 0, 2, 1)),
  logProb: (z, [x]) => Math.log(P[z]![x!]!),
  moments: (z) => {
    const mean = P[z]![1]! + 2 * P[z]![2]!;
    return [mean, P[z]![1]! + 4 * P[z]![2]! - mean ** 2];
  },
  otherUnits: 'symbols have no units',
  refused: [
    [ndArray([2], Float64Array.of(0, 3)), 'expected integers from 0 to 2, got 3 at step 1'],
    [ndArray([1], Float64Array.of(0.5)), 'got 0.5'],
    [ndArray([1, 2], Float64Array.of(0, 1)), 'expected symbols of shape [T]'],
  ],
};

export const RATES = [
  [1, 2],
  [3, 0.5],
];
const logFactorial = (n: number): number => (n < 2 ? 0 : Math.log(n) + logFactorial(n - 1));
export const poisson: EmissionCases = {
  emission: new PoissonEmission(matrix(RATES)),
  observations: matrix([
    [1, 0],
    [8, 2],
    [0, 3],
    [4, 1],
  ]),
  logProb: (z, x) =>
    x.reduce((total, n, j) => total + n * Math.log(RATES[z]![j]!) - RATES[z]![j]! - logFactorial(n), 0),
  moments: (z) => [RATES[z]![0]!, RATES[z]![0]!],
  otherUnits: 'counts have no units',
  refused: [
    [matrix([[1, -1]]), 'expected integers >= 0, got -1'],
    [matrix([[1, 0.5]]), 'got 0.5'],
    [matrix([[1]]), 'expected counts of shape [T, 2]'],
  ],
};

const MEANS = [
  [0, 1],
  [1.5, -0.5],
];
const SCALE = [100, 0.01];
const SHIFT = [1e3, -2];
/** Covariances `[2, 2, 2]` of the two states, of each type. */
const diagonal = (a: number, b: number) => [
  [a, 0],
  [0, b],
];
const TILTED = [
  [1, 0.3],
  [0.3, 0.8],
];
const OTHER = [
  [2, -0.4],
  [-0.4, 1],
];
const COVARIANCES: Readonly<Record<CovarianceType, { shape: number[]; data: number[]; of: number[][][] }>> = {
  full: { shape: [2, 2, 2], data: [TILTED, OTHER].flat(2), of: [TILTED, OTHER] },
  tied: { shape: [2, 2], data: TILTED.flat(), of: [TILTED, TILTED] },
  diagonal: { shape: [2, 2], data: [1, 0.5, 2, 0.7], of: [diagonal(1, 0.5), diagonal(2, 0.7)] },
  spherical: { shape: [2], data: [1, 0.5], of: [diagonal(1, 1), diagonal(0.5, 0.5)] },
  'tied-diagonal': { shape: [2], data: [1, 0.5], of: [diagonal(1, 0.5), diagonal(1, 0.5)] },
  'tied-spherical': { shape: [], data: [0.8], of: [diagonal(0.8, 0.8), diagonal(0.8, 0.8)] },
};
const POINTS = [
  [0, 1],
  [2, 1],
  [0.5, -1],
  [1, 3],
  [-1, 0.5],
  [3, -2],
];

const logNormal2 = (x: readonly number[], mean: readonly number[], covariance: number[][]) => {
  const [a, b, , c] = covariance.flat();
  const [u, v] = [x[0]! - mean[0]!, x[1]! - mean[1]!];
  const det = a! * c! - b! * b!;
  return -Math.log(2 * Math.PI) - 0.5 * (Math.log(det) + (c! * u * u - 2 * b! * u * v + a! * v * v) / det);
};

function gaussian(covariance: CovarianceType, options: CovarianceOptions = {}): EmissionCases {
  const { shape, data, of } = COVARIANCES[covariance];
  const logProb: EmissionCases['logProb'] = (z, x) => logNormal2(x, MEANS[z]!, of[z]!);
  const made = (means: NdArray, values: readonly number[]) =>
    new GaussianEmission(
      gaussians({ means, covariances: ndArray(shape, Float64Array.from(values)), covariance, ...options }),
    );
  return {
    emission: made(matrix(MEANS), data),
    observations: matrix(POINTS),
    logProb,
    moments: (z) => [MEANS[z]![0]!, of[z]![0]![0]!],
    otherUnits: options.covariancePrior
      ? 'the prior is stated in the units of the data'
      : inOtherUnits(covariance, made),
    refused: [
      [matrix([[1]]), '[1,1]'],
      [ndArray([1, 2], Float64Array.of(1, Number.NaN)), 'expected finite values, got NaN in observations'],
    ],
  };
}

/** The two states in other units: a shift per column, and a scale per column where the covariance has one. */
function inOtherUnits(
  covariance: CovarianceType,
  made: (means: NdArray, covariances: readonly number[]) => GaussianEmission,
): EmissionCases['otherUnits'] {
  const { shape, data } = COVARIANCES[covariance];
  const common = covariance.endsWith('spherical');
  const scale = common ? [SCALE[0]!, SCALE[0]!] : SCALE;
  const rows = (table: readonly (readonly number[])[]) =>
    matrix(table.map((row) => row.map((v, j) => scale[j]! * v + SHIFT[j]!)));
  const square = shape.length > 1 && !covariance.endsWith('diagonal');
  const covariances = data.map((v, i) => {
    const [row, column] = square ? [Math.floor(i / 2) % 2, i % 2] : [i % 2, i % 2];
    return v * scale[row]! * scale[column]!;
  });
  return {
    emission: made(rows(MEANS), covariances),
    observations: rows(POINTS),
    logJacobian: -Math.log(scale[0]! * scale[1]!),
  };
}

const WEIGHTS = [
  [0.3, 0.7],
  [0.6, 0.4],
];
const CENTRES = [
  [0, 2],
  [-1, 1],
];
const parts = (z: number, [x]: readonly number[]) =>
  WEIGHTS[z]!.map((w, c) => Math.log(w) - 0.5 * Math.log(2 * Math.PI * 0.7) - (x! - CENTRES[z]![c]!) ** 2 / 1.4);
const logTotal = (logs: readonly number[]) => Math.log(logs.reduce((sum, v) => sum + Math.exp(v), 0));
const mixed = (scale: number, shift: number) => ({
  emission: new GaussianEmission(
    gaussians({
      means: matrix(CENTRES.flat().map((v) => [scale * v + shift])),
      covariances: ndArray([4], new Float64Array(4).fill(0.7 * scale * scale)),
      covariance: 'spherical',
    }),
    matrix(WEIGHTS),
  ),
  observations: matrix([0, 2, 1, 4, -1.5, 0.3, 2.4].map((v) => [scale * v + shift])),
});
const mixture: EmissionCases = {
  ...mixed(1, 0),
  otherUnits: { ...mixed(1e3, -2), logJacobian: -Math.log(1e3) },
  logProb: (z, x) => logTotal(parts(z, x)),
  complete: (z, x) => {
    const logs = parts(z, x);
    return logs.reduce((total, v) => total + Math.exp(v - logTotal(logs)) * v, 0);
  },
  moments: (z) => {
    const mean = WEIGHTS[z]![0]! * CENTRES[z]![0]! + WEIGHTS[z]![1]! * CENTRES[z]![1]!;
    const square = WEIGHTS[z]![0]! * CENTRES[z]![0]! ** 2 + WEIGHTS[z]![1]! * CENTRES[z]![1]! ** 2;
    return [mean, 0.7 + square - mean ** 2];
  },
  refused: [[matrix([[1, 2]]), '[1,2]']],
};

/** The rows of the suite, by exported name. */
export const EMISSIONS: Readonly<Record<string, EmissionCases>> = {
  CategoricalEmission: categorical,
  PoissonEmission: poisson,
  ...Object.fromEntries(
    (Object.keys(COVARIANCES) as CovarianceType[]).map((covariance) => [
      `GaussianEmission of ${covariance} covariance`,
      gaussian(covariance),
    ]),
  ),
  'GaussianEmission with a prior': gaussian('full', { covariancePrior: { strength: 2, scale: 0.5 } }),
  'GaussianEmission of two components': mixture,
};
