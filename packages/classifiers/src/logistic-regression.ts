import { checkNonNegative, checkOptions, checkPositiveInteger } from '@latents/math';
import { parametersInOwnUnits } from './column-units.js';
import { checkExamples, type LabelledData } from './features.js';
import { LinearClassifier } from './linear-classifier.js';
import { checkRepresentable, partsOfParameters } from './linear-parts.js';
import { type LogisticPlayersOptions, planOf, problemOf, TOLERANCE } from './logistic-problem.js';
import { type Minimum, minimize, penaltyOf } from './minimize.js';
import type { Problem } from './problem.js';
import { isSeparatedBy, risesWithoutEnd } from './separation.js';
import { type WaldStatistics, waldStatistics } from './wald-statistics.js';

export type { WaldStatistics };

export interface LogisticRegressionOptions extends LogisticPlayersOptions {
  /** Weight of each row, `[n]` (default 1 each). */
  readonly sampleWeights?: ArrayLike<number>;
  /** Largest entry of the gradient, per unit of weight and for columns of standard deviation 1, at which to stop (default 1e-10). */
  readonly tolerance?: number;
  /** Greatest number of iterations (default 200 for Newton, 10,000 for L-BFGS). */
  readonly maxIterations?: number;
}

export interface LogisticRegression {
  readonly classifier: LinearClassifier;
  /** The negative log-likelihood of the (weighted) data, in nats; twice it is the deviance. */
  readonly negativeLogLikelihood: number;
  /** That and the penalties: what was minimised. */
  readonly objective: number;
  readonly iterations: number;
  readonly converged: boolean;
  /**
   * `'complete'` if a hyperplane puts every row on its side, `'quasi-complete'` if some lie on it: the maximum-likelihood weights are
   * then infinite, those returned are where the search stopped, and there are no standard errors. Undefined if the classes overlap,
   * with a penalty, which keeps the weights finite, or where the search stopped before it could tell (see `converged`).
   */
  readonly separation: 'complete' | 'quasi-complete' | undefined;
  /** Undefined with a penalty, with separation, before convergence, or where columns determine each other (a constant or repeated one). */
  readonly wald: WaldStatistics | undefined;
}

const OPTIONS = ['l2', 'l1', 'solver', 'sampleWeights', 'classWeights', 'tolerance', 'maxIterations'] as const;

/**
 * Fits logistic regression, binary or multinomial, by maximum (penalised) likelihood, with an intercept always.
 *
 * Results do not depend on the units of the columns: the search runs on columns of mean 0 and standard deviation 1.
 *
 * With three or more classes and no penalty the weights are determined up to a common vector: the last class's row is held at 0.
 * With a penalty the rows sum to 0.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { logisticRegression } from '@latents/classifiers';
 *
 * const x = ndArray([6, 1], Float64Array.of(0, 1, 2, 1, 2, 3));
 * const fitted = logisticRegression({ x, y: [0, 0, 0, 1, 1, 1] });
 * fitted.classifier.weights[0]! > 0; // => true
 * fitted.separation; // => undefined
 * ```
 * @throws RangeError for data, weights or penalties that are out of range, or a solver that cannot do what is asked.
 * @see Stratos appendix C
 */
export function logisticRegression(data: LabelledData, options: LogisticRegressionOptions = {}): LogisticRegression {
  const where = 'logisticRegression(data, options)';
  checkOptions<LogisticRegressionOptions, typeof OPTIONS>(where, options, OPTIONS);
  const { tolerance = TOLERANCE, sampleWeights, classWeights } = options;
  checkNonNegative(`${where}, tolerance`, tolerance);
  const examples = checkExamples(where, data);
  const { classes, d } = examples;
  const plan = planOf(where, options, classes, d);
  const { l1, l2, solver } = plan;
  const penalised = l1 > 0 || l2 > 0;
  const maxIterations = options.maxIterations ?? (solver.name === 'newton' ? 200 : 10_000);
  checkPositiveInteger(where, maxIterations, 'maxIterations');
  const { problem, units } = problemOf(where, examples, plan, {
    ...(sampleWeights && { sampleWeights }),
    ...(classWeights && { classWeights }),
  });
  const stop = (parameters: Float64Array) => !penalised && isSeparatedBy(problem, parameters);
  const minimum = minimize(problem, solver, { tolerance, maxIterations, stop });
  const separation = penalised ? undefined : separationAt(problem, minimum);
  const negativeLogLikelihood = minimum.value - penaltyOf(problem, minimum.parameters);
  const parameters = parametersInOwnUnits(minimum.parameters, units);
  const parts = partsOfParameters(classes, d, centred(problem, parameters, l2));
  checkRepresentable(where, parts);
  const { weights, intercepts } = parts;
  const converged = minimum.converged && separation === undefined;
  return {
    classifier: new LinearClassifier(classes, weights, intercepts),
    negativeLogLikelihood,
    objective: minimum.value,
    iterations: minimum.iterations,
    converged,
    separation,
    wald: penalised || !converged ? undefined : waldStatistics(problem, minimum.parameters, units),
  };
}

/** A hyperplane proves separation wherever it is found; that the likelihood rises without end shows only where its gradient is 0. */
function separationAt(problem: Problem, { parameters, converged }: Minimum): LogisticRegression['separation'] {
  if (isSeparatedBy(problem, parameters)) return 'complete';
  return converged && risesWithoutEnd(problem, parameters) ? 'quasi-complete' : undefined;
}

/** With an L2 penalty the weights' common part is 0 at the minimum; the intercepts' common part is free, and set to 0. */
function centred({ rows, d, classes }: Problem, parameters: Float64Array, l2: number): Float64Array {
  if (rows !== classes || l2 === 0) return parameters;
  const out = parameters.slice();
  let mean = 0;
  for (let r = 0; r < rows; r++) mean += out[r * (d + 1) + d]! / rows;
  for (let r = 0; r < rows; r++) out[r * (d + 1) + d] = out[r * (d + 1) + d]! - mean;
  return out;
}
