import type { Plan } from './logistic-problem.js';

/** Parameters of a linear classifier. */
export interface LinearParts {
  /** `[rows, dimension]`, row-major; rows is 1 for two classes, else the number of classes. */
  readonly weights: Float64Array;
  /** `[rows]`. */
  readonly intercepts: Float64Array;
}

/** Returns the classifier of a solver's parameters `[rows, d + 1]`; a class without a row has zeros. */
export function partsOfParameters(classes: number, d: number, parameters: Float64Array): LinearParts {
  const kept = classes === 2 ? 1 : classes;
  const weights = new Float64Array(kept * d);
  const intercepts = new Float64Array(kept);
  for (let r = 0; r * (d + 1) < parameters.length; r++) {
    weights.set(parameters.subarray(r * (d + 1), r * (d + 1) + d), r * d);
    intercepts[r] = parameters[r * (d + 1) + d]!;
  }
  return { weights, intercepts };
}

/** Returns a solver's parameters `[rows, d + 1]` of a classifier: relative to the last class where that has no row. */
export function parametersOfParts({ weights, intercepts }: LinearParts, { rows }: Plan): Float64Array {
  const kept = intercepts.length;
  const d = weights.length / kept;
  const relative = rows < kept;
  const parameters = new Float64Array(rows * (d + 1));
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < d; j++)
      parameters[r * (d + 1) + j] = weights[r * d + j]! - (relative ? weights[rows * d + j]! : 0);
    parameters[r * (d + 1) + d] = intercepts[r]! - (relative ? intercepts[rows]! : 0);
  }
  return parameters;
}

/**
 * Throws for parameters that are no finite numbers in the user's units.
 *
 * @throws RangeError that names the column.
 */
export function checkRepresentable(where: string, { weights, intercepts }: LinearParts): void {
  const d = weights.length / intercepts.length;
  const bad = weights.findIndex((w) => !Number.isFinite(w));
  const column = bad >= 0 ? ` of column ${bad % d}` : '';
  if (bad >= 0 || !intercepts.every(Number.isFinite))
    throw new RangeError(
      `${where}: expected features whose weights are finite numbers, got an infinite one${column}. Take another unit: its differences are too small.`,
    );
}
