import { newtonDirection } from './newton.js';
import type { Problem } from './problem.js';
import { objective } from './softmax-objective.js';

/** Whether a hyperplane (one for each pair of classes) puts every row of positive weight strictly on its own side. */
export function isSeparatedBy(problem: Problem, parameters: Float64Array): boolean {
  const { y, rowWeights, n, classes } = problem;
  const scores = new Float64Array(Math.max(2, classes));
  for (let i = 0; i < n; i++) {
    if (rowWeights[i] === 0) continue;
    scoresOf(problem, parameters, i, scores);
    for (let c = 0; c < classes; c++) if (c !== y[i] && scores[y[i]!]! <= scores[c]!) return false;
  }
  return true;
}

/**
 * Whether the likelihood still rises, without end, where its gradient has vanished. At a true maximum Newton's step is as small as the
 * gradient. Where classes are separated in part, the gradient vanishes like exp(-margin), the curvature with it, and the step moves the
 * widest margins by about 1, for ever.
 */
export function risesWithoutEnd(problem: Problem, parameters: Float64Array): boolean {
  const { n, classes } = problem;
  const gradient = new Float64Array(parameters.length);
  objective(problem, parameters, gradient);
  const direction = newtonDirection(problem, parameters, gradient, parameters.length);
  if (direction === undefined) return false;
  const moves = new Float64Array(Math.max(2, classes));
  let widest = 0;
  for (let i = 0; i < n; i++) {
    scoresOf(problem, direction, i, moves);
    for (let c = 1; c < moves.length; c++) widest = Math.max(widest, Math.abs(moves[c]! - moves[0]!));
  }
  return widest > 0.1;
}

/** The scores of all classes in row i: of classes 0 (held at 0) and 1 where there are two. */
function scoresOf({ x, d, rows }: Problem, parameters: Float64Array, i: number, scores: Float64Array): void {
  scores.fill(0);
  const stride = d + 1;
  for (let r = 0; r < rows; r++) {
    let score = parameters[r * stride + d]!;
    for (let j = 0; j < d; j++) score += parameters[r * stride + j]! * x[i * d + j]!;
    scores[rows === 1 ? 1 : r] = score;
  }
}
