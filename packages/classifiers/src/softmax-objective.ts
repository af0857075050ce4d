import { softmaxInPlace } from '@latents/math';
import { binaryObjective } from './binary-objective.js';
import { multinomialObjective } from './multinomial-objective.js';
import type { Problem } from './problem.js';

/**
 * Returns the weighted negative log-likelihood in nats plus `sum_j l2_j / 2 |weights of column j|^2`, intercepts free.
 *
 * @param parameters Row by row, weights then intercept, `[rows, d + 1]`.
 * @param gradient Overwritten, `[rows, d + 1]`.
 */
export function objective(problem: Problem, parameters: Float64Array, gradient: Float64Array): number {
  gradient.fill(0);
  const likelihood = problem.rows === 1 ? binaryObjective : multinomialObjective;
  return likelihood(problem, parameters, gradient) + penalty(problem, parameters, gradient);
}

/** Returns the L2 penalty and adds its gradient. */
function penalty({ d, rows, l2 }: Problem, parameters: Float64Array, gradient: Float64Array): number {
  let value = 0;
  for (let r = 0; r < rows; r++) {
    for (let j = 0, at = r * (d + 1); j < d; j++, at++) {
      const w = parameters[at]!;
      value += 0.5 * l2[j]! * w * w;
      gradient[at]! += l2[j]! * w;
    }
  }
  return value;
}

/** Writes P(class) of row i for the rows of parameters. */
export function classProbabilities(problem: Problem, parameters: Float64Array, i: number, scores: Float64Array): void {
  const { x, d, rows, classes } = problem;
  const stride = d + 1;
  for (let r = 0; r < rows; r++) {
    let score = parameters[r * stride + d]!;
    const at = r * stride;
    const row = i * d;
    for (let j = 0; j < d; j++) score += parameters[at + j]! * x[row + j]!;
    scores[r] = score;
  }
  if (rows === 1) {
    scores[0] = 1 / (1 + Math.exp(-scores[0]!));
    return;
  }
  if (rows < classes) scores[classes - 1] = 0;
  softmaxInPlace(scores, 0, classes);
}

/** Returns how many scores {@link classProbabilities} works on. */
export function scoreCount({ rows, classes }: Problem): number {
  return rows === 1 ? 1 : classes;
}
