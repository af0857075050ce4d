import { cholesky, invertLower } from '@latents/math';
import { ndtr } from '@latents/math/special';
import type { ColumnUnits } from './column-units.js';
import { hessian } from './hessian.js';
import type { Problem } from './problem.js';

/** Wald statistics of the maximum-likelihood estimate: one entry per parameter, in the layout of the classifier. */
export interface WaldStatistics {
  /** `[rows, dimension]` and `[rows]`. */
  readonly weightErrors: Float64Array;
  readonly interceptErrors: Float64Array;
  /** Two-sided p-values of "this parameter is 0". */
  readonly weightPValues: Float64Array;
  readonly interceptPValues: Float64Array;
}

/** Share of its information that a parameter must keep when the others are known: below this, rounding decides its error. */
const DETERMINED = 1e-10;

/** Returns the statistics in the user's units, or undefined where columns determine each other. */
export function waldStatistics(
  problem: Problem,
  parameters: Float64Array,
  { loc, scale }: ColumnUnits,
): WaldStatistics | undefined {
  const { rows, d } = problem;
  const stride = d + 1;
  const size = rows * stride;
  const whitening = inverseFactor(hessian(problem, parameters), size);
  if (whitening === undefined) return undefined;
  /** Standard error of a linear combination of parameters. */
  const errorOf = (combination: Float64Array) => {
    let variance = 0;
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j <= i; j++) sum += whitening[i * size + j]! * combination[j]!;
      variance += sum * sum;
    }
    return Math.sqrt(variance);
  };
  const out = {
    weightErrors: new Float64Array(rows * d),
    interceptErrors: new Float64Array(rows),
    weightPValues: new Float64Array(rows * d),
    interceptPValues: new Float64Array(rows),
  };
  for (let r = 0; r < rows; r++) {
    // In the user's units the intercept is the solver's less the weights at the means.
    const intercept = new Float64Array(size);
    intercept[r * stride + d] = 1;
    for (let j = 0; j < d; j++) {
      const at = r * stride + j;
      const one = new Float64Array(size);
      one[at] = 1;
      const error = errorOf(one);
      out.weightErrors[r * d + j] = error / scale[j]!;
      out.weightPValues[r * d + j] = pValue(parameters[at]!, error);
      intercept[at] = -loc[j]! / scale[j]!;
    }
    const value = intercept.reduce((sum, factor, i) => sum + factor * parameters[i]!, 0);
    out.interceptErrors[r] = errorOf(intercept);
    out.interceptPValues[r] = pValue(value, out.interceptErrors[r]!);
  }
  return out;
}

/** Returns W with `W' W` the inverse of a positive definite matrix, lower triangular; undefined if it is nearly singular. */
function inverseFactor(h: Float64Array, size: number): Float64Array | undefined {
  const root = Float64Array.from({ length: size }, (_, i) => Math.sqrt(h[i * size + i]!));
  const correlation = h.map((value, at) => value / (root[Math.floor(at / size)]! * root[at % size]!));
  const factor = new Float64Array(size * size);
  if (cholesky(correlation, size, factor) > 0) return undefined;
  for (let i = 0; i < size; i++) if (!(factor[i * size + i]! ** 2 > DETERMINED)) return undefined;
  const inverse = new Float64Array(size * size);
  invertLower(factor, size, inverse);
  return inverse.map((value, at) => value / root[at % size]!);
}

function pValue(value: number, error: number): number {
  return 2 * ndtr(-Math.abs(value) / error);
}
