import { checkNonNegative, checkOptions, checkPositiveInteger, invertSymmetric } from '@latents/math';
import { ndtr } from '@latents/math/special';
import { checkExamples, type LabelledData } from './features.js';
import { hessian } from './hessian.js';
import { LinearClassifier } from './linear-classifier.js';
import { partsOfParameters } from './linear-parts.js';
import { type LogisticPlayersOptions, planOf, problemOf, TOLERANCE } from './logistic-problem.js';
import { minimize, penaltyOf } from './minimize.js';
import type { Problem } from './problem.js';
import { isSeparatedBy, risesWithoutEnd } from './separation.js';

export interface LogisticRegressionOptions extends LogisticPlayersOptions {
  /** Weight of each row, `[n]` (default 1 each). */
  readonly sampleWeights?: ArrayLike<number>;
  /** Largest entry of the gradient, per unit of weight, at which to stop (default 1e-10). */
  readonly tolerance?: number;
  /** Greatest number of iterations (default 200 for Newton, 10,000 for L-BFGS). */
  readonly maxIterations?: number;
}

/** Wald statistics of the maximum-likelihood estimate: one entry a parameter, in the layout of the classifier. */
export interface WaldStatistics {
  /** `[rows, dimension]` and `[rows]`. */
  readonly weightErrors: Float64Array;
  readonly interceptErrors: Float64Array;
  /** Two-sided p-values of "this parameter is 0". */
  readonly weightPValues: Float64Array;
  readonly interceptPValues: Float64Array;
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
   * or with a penalty, which keeps the weights finite.
   */
  readonly separation: 'complete' | 'quasi-complete' | undefined;
  /** Undefined with a penalty, with separation, or where the information matrix is singular (a constant or repeated column). */
  readonly wald: WaldStatistics | undefined;
}

const OPTIONS = ['l2', 'l1', 'solver', 'sampleWeights', 'classWeights', 'tolerance', 'maxIterations'] as const;

/**
 * Fits logistic regression, binary or multinomial, by maximum (penalised) likelihood, with an intercept always.
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
  const problem = problemOf(where, examples, plan, {
    ...(sampleWeights && { sampleWeights }),
    ...(classWeights && { classWeights }),
  });
  const stop = (parameters: Float64Array) => !penalised && isSeparatedBy(problem, parameters);
  const minimum = minimize(problem, l1, solver, { tolerance, maxIterations, stop });
  const separation = penalised ? undefined : separationAt(problem, minimum.parameters);
  const negativeLogLikelihood = minimum.value - penaltyOf(problem, l1, minimum.parameters);
  const { weights, intercepts } = partsOfParameters(classes, d, centred(problem, minimum.parameters, l2));
  return {
    classifier: new LinearClassifier(classes, weights, intercepts),
    negativeLogLikelihood,
    objective: minimum.value,
    iterations: minimum.iterations,
    converged: minimum.converged && separation === undefined,
    separation,
    wald: penalised || separation !== undefined ? undefined : wald(problem, minimum.parameters),
  };
}

function separationAt(problem: Problem, parameters: Float64Array): LogisticRegression['separation'] {
  if (isSeparatedBy(problem, parameters)) return 'complete';
  return risesWithoutEnd(problem, parameters) ? 'quasi-complete' : undefined;
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

function wald(problem: Problem, parameters: Float64Array): WaldStatistics | undefined {
  const { rows, d } = problem;
  const size = rows * (d + 1);
  const covariance = invertSymmetric(hessian(problem, parameters), size);
  if (covariance === undefined) return undefined;
  const errors = Float64Array.from({ length: size }, (_, i) => Math.sqrt(covariance[i * size + i]!));
  const pValues = errors.map((error, i) => 2 * ndtr(-Math.abs(parameters[i]!) / error));
  const isIntercept = (_: number, i: number) => i % (d + 1) === d;
  const isWeight = (_: number, i: number) => i % (d + 1) !== d;
  return {
    weightErrors: errors.filter(isWeight),
    interceptErrors: errors.filter(isIntercept),
    weightPValues: pValues.filter(isWeight),
    interceptPValues: pValues.filter(isIntercept),
  };
}
