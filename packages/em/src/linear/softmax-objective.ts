import { binaryObjective } from './binary-objective.js';
import { softmaxInPlace } from './linear-classifier.js';

/** A weighted, penalised logistic regression as a function of its parameters. */
export interface Problem {
  /** `[n, d]`, row-major. */
  readonly x: Float64Array;
  readonly y: ArrayLike<number>;
  readonly rowWeights: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly classes: number;
  /** Rows of parameters: 1 for two classes; else the number of classes, or one fewer with the last class's row held at 0. */
  readonly rows: number;
  readonly l2: number;
}

/**
 * Parameters are laid out row by row, weights then intercept: `[rows, d + 1]`. The objective is the weighted negative log-likelihood
 * in nats plus `l2 / 2 |weights|^2`, intercepts free.
 *
 * @param gradient Written, `[rows, d + 1]`.
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

/** The L2 penalty; adds its gradient. */
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

/** The Hessian of the objective, `[rows (d + 1), rows (d + 1)]`, row-major. */
export function hessian(problem: Problem, parameters: Float64Array): Float64Array {
  const { x, y, rowWeights, n, d, rows, l2 } = problem;
  const stride = d + 1;
  const size = rows * stride;
  const h = new Float64Array(size * size);
  const scores = new Float64Array(scoreCount(problem));
  const features = new Float64Array(stride).fill(1);
  for (let i = 0; i < n; i++) {
    residuals(problem, parameters, i, y[i]!, scores);
    features.set(x.subarray(i * d, (i + 1) * d));
    // Residuals are p - [class = label]; back to p.
    const own = problem.rows === 1 ? (y[i] === 1 ? 0 : -1) : y[i]!;
    if (own >= 0 && own < rows) scores[own] = scores[own]! + 1;
    for (let r = 0; r < rows; r++) {
      for (let s = 0; s <= r; s++) {
        const curvature = rowWeights[i]! * scores[r]! * ((r === s ? 1 : 0) - scores[s]!);
        if (curvature === 0) continue;
        for (let j = 0; j < stride; j++) {
          const scaled = curvature * features[j]!;
          const at = (r * stride + j) * size + s * stride;
          for (let l = 0; l < stride; l++) h[at + l] = h[at + l]! + scaled * features[l]!;
        }
      }
    }
  }
  for (let a = 0; a < size; a++) {
    if (a % stride !== d) h[a * size + a] = h[a * size + a]! + l2;
    for (let b = 0; b < a; b++) {
      if (Math.floor(b / stride) !== Math.floor(a / stride)) h[b * size + a] = h[a * size + b]!;
    }
  }
  return h;
}

/** Writes p - [class = label] for the rows of parameters, and returns -log P(label | x). */
function residuals(problem: Problem, parameters: Float64Array, i: number, label: number, scores: Float64Array): number {
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

function scoreCount({ rows, classes }: Problem): number {
  return rows === 1 ? 1 : classes;
}
