import { checkNonNegative, checkOneOf } from '@latents/math';
import { type ColumnUnits, columnUnits, inUnits } from './column-units.js';
import { type Examples, rowWeights } from './features.js';
import { lbfgs } from './lbfgs.js';
import type { Solver } from './minimize.js';
import { newton } from './newton.js';
import type { Problem } from './problem.js';

/** Penalties of logistic regression, and how it is solved. */
export interface LogisticPlayersOptions {
  /** Weight of `1/2 |weights|^2` (scikit-learn's 1 / C). Default 0, maximum likelihood. Intercepts are never penalised. */
  readonly l2?: number;
  /** Weight of `|weights|_1`; needs L-BFGS. Default 0. */
  readonly l1?: number;
  /** `'newton'` (default up to 200 parameters without L1) or `'lbfgs'`. */
  readonly solver?: 'newton' | 'lbfgs';
  /** Weight of each class, `[classes]` (default 1 each). */
  readonly classWeights?: ArrayLike<number>;
}

/** Largest entry of the gradient, per unit of weight and for columns of standard deviation 1, at which the maximum is reached. */
export const TOLERANCE = 1e-10;

/** Options of logistic regression, checked, for data of some sizes. */
export interface Plan {
  readonly l1: number;
  readonly l2: number;
  readonly solver: Solver;
  /** Rows of parameters: 1 for two classes; else the number of classes, or one fewer without a penalty, the last one being 0. */
  readonly rows: number;
}

/**
 * Returns the penalties and the solver.
 *
 * @throws RangeError for a negative penalty, an unknown solver, or Newton's method with an L1 penalty.
 */
export function planOf(where: string, options: LogisticPlayersOptions, classes: number, d: number): Plan {
  const { l1 = 0, l2 = 0 } = options;
  for (const [name, value] of Object.entries({ l1, l2 })) checkNonNegative(`${where}, ${name}`, value);
  const rows = classes === 2 ? 1 : l1 > 0 || l2 > 0 ? classes : classes - 1;
  const name = options.solver ?? (l1 > 0 || rows * (d + 1) > 200 ? 'lbfgs' : 'newton');
  checkOneOf(`${where}, solver`, name, ['newton', 'lbfgs']);
  if (name === 'newton' && l1 > 0) throw new RangeError(`${where}: expected solver 'lbfgs' with l1 > 0, got 'newton'.`);
  return { l1, l2, rows, solver: name === 'newton' ? newton : lbfgs };
}

/** A problem, and the units of its columns. */
export interface ProblemInUnits {
  readonly problem: Problem;
  readonly units: ColumnUnits;
}

/**
 * Returns the problem of fitting examples, in units in which no column is larger than another: the penalties are those of the weights
 * in the user's units.
 *
 * @throws RangeError for weights that are negative, not finite, all 0, or not one per row or class.
 * @throws RangeError for a column whose differences or penalty overflow.
 */
export function problemOf(
  where: string,
  { x, y, n, d, classes }: Examples,
  { rows, l1, l2 }: Plan,
  weights: { readonly sampleWeights?: ArrayLike<number>; readonly classWeights?: ArrayLike<number> },
): ProblemInUnits {
  const weighted = { x, d, rowWeights: rowWeights(where, y, classes, weights.sampleWeights, weights.classWeights) };
  const total = weighted.rowWeights.reduce((sum, w) => sum + w, 0);
  // The curvature of a column is its variance times about p (1 - p) per unit of weight.
  const units = columnUnits(where, weighted, l2 / (total * (1 / classes) * (1 - 1 / classes)));
  const penalties = { l1: units.scale.map((s) => l1 / s), l2: units.scale.map((s) => l2 / s / s) };
  const bad = units.scale.findIndex((_, j) => !Number.isFinite(penalties.l1[j]! + penalties.l2[j]!));
  if (bad >= 0)
    throw new RangeError(
      `${where}: expected features whose penalty is finite, got a standard deviation of ${units.scale[bad]} in column ${bad}. Take a smaller unit.`,
    );
  const problem = { ...weighted, x: inUnits(weighted, units), y, n, classes, rows, ...penalties };
  return { problem, units };
}
