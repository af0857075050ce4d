import { softmaxInPlace } from '@latents/math';
import { binaryObjective } from './binary-objective.js';
import type { Problem } from './problem.js';

/**
 * Returns the weighted negative log-likelihood in nats plus `l2 / 2 |weights|^2`, intercepts free.
 *
 * @param parameters Row by row, weights then intercept, `[rows, d + 1]`.
 * @param gradient Overwritten, `[rows, d + 1]`.
 */
export function objective(problem: Problem, parameters: Float64Array, gradient: Float64Array): number {
  const { x, y, rowWeights, n, d, rows } = problem;
  const stride = d + 1;
  gradient.fill(0);
  if (rows === 1) return binaryObjective(problem, parameters, gradient) + penalty(problem, parameters, gradient);
  let value = 0;
  const scores = new Float64Array(scoreCount(problem));
  for (let i = 0; i < n; i++) {
    const weight = rowWeights[i]!;
    if (weight === 0) continue;
    const label = y[i]!;
    value += weight * residuals(problem, parameters, i, label, scores);
    for (let r = 0; r < rows; r++) {
      const residual = weight * scores[r]!;
      const at = r * stride;
      const row = i * d;
      for (let j = 0; j < d; j++) gradient[at + j] = gradient[at + j]! + residual * x[row + j]!;
      gradient[at + d] = gradient[at + d]! + residual;
    }
  }
  return value + penalty(problem, parameters, gradient);
}

/** Returns the L2 penalty and adds its gradient. */
function penalty({ d, rows, l2 }: Problem, parameters: Float64Array, gradient: Float64Array): number {
  let value = 0;
  for (let r = 0; r < rows; r++) {
    for (let at = r * (d + 1); at < r * (d + 1) + d; at++) {
      const w = parameters[at]!;
      value += 0.5 * l2 * w * w;
      gradient[at]! += l2 * w;
    }
  }
  return value;
}

/** Writes p - [class = label] for the rows of parameters, and returns -log P(label | x). */
export function residuals(
  problem: Problem,
  parameters: Float64Array,
  i: number,
  label: number,
  scores: Float64Array,
): number {
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
    const score = scores[0]!;
    const signed = label === 1 ? score : -score;
    const wrong = 1 / (1 + Math.exp(signed));
    scores[0] = label === 1 ? -wrong : wrong;
    return signed > 0 ? Math.log1p(Math.exp(-signed)) : -signed + Math.log1p(Math.exp(signed));
  }
  if (rows < classes) scores[classes - 1] = 0;
  const chosen = scores[label]!;
  const normaliser = softmaxInPlace(scores, 0, classes);
  scores[label] = scores[label]! - 1;
  return normaliser - chosen;
}

/** Returns how many scores {@link residuals} works on. */
export function scoreCount({ rows, classes }: Problem): number {
  return rows === 1 ? 1 : classes;
}
