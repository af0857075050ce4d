import { withHeap } from '@latents/math/kernels';
import type { Problem } from './problem.js';
import { classProbabilities, scoreCount } from './softmax-objective.js';

/** Numbers of features that are worked on together. */
const BLOCK = 6144;

/** Returns the Hessian of the objective, `[rows (d + 1), rows (d + 1)]`, row-major: a product F' C F per pair of rows, block by block. */
export function hessian(problem: Problem, parameters: Float64Array): Float64Array {
  const { x, n, d, rows } = problem;
  const stride = d + 1;
  const square = stride * stride;
  const pairs = (rows * (rows + 1)) / 2;
  const capacity = Math.min(n, Math.max(1, Math.floor(BLOCK / stride)));
  const curvatures = new Float64Array(pairs * capacity);
  const scores = new Float64Array(scoreCount(problem));
  return withHeap(2 * capacity * stride + pairs * square, ({ numbers, kernels }) => {
    const scaled = capacity * stride;
    const sums = 2 * scaled;
    numbers.fill(0, sums, sums + pairs * square);
    for (let from = 0; from < n; from += capacity) {
      const count = Math.min(capacity, n - from);
      for (let i = 0; i < count; i++) {
        numbers.set(x.subarray((from + i) * d, (from + i + 1) * d), i * stride);
        numbers[i * stride + d] = 1;
        curve(problem, parameters, from + i, scores, curvatures, i, capacity);
      }
      for (let pair = 0; pair < pairs; pair++) {
        for (let i = 0; i < count; i++) {
          const curvature = curvatures[pair * capacity + i]!;
          for (let at = i * stride; at < (i + 1) * stride; at++) numbers[scaled + at] = curvature * numbers[at]!;
        }
        kernels.products.matMul({
          left: scaled,
          down: 1,
          across: stride,
          right: 0,
          out: sums + pair * square,
          rows: stride,
          columns: stride,
          depth: count,
        });
      }
    }
    return assembled(problem, numbers.subarray(sums, sums + pairs * square));
  });
}

/** Writes weight p_r ([r = s] - p_s) of row i for each pair s <= r, `capacity` apart. */
function curve(
  problem: Problem,
  parameters: Float64Array,
  i: number,
  scores: Float64Array,
  out: Float64Array,
  to: number,
  capacity: number,
): void {
  const { rows, rowWeights } = problem;
  classProbabilities(problem, parameters, i, scores);
  for (let r = 0, at = to; r < rows; r++)
    for (let s = 0; s <= r; s++, at += capacity)
      out[at] = rowWeights[i]! * scores[r]! * ((r === s ? 1 : 0) - scores[s]!);
}

/** The whole matrix from the blocks of its lower half; each is symmetric. The penalty is added. */
function assembled({ d, rows, l2 }: Problem, blocks: Float64Array): Float64Array {
  const stride = d + 1;
  const size = rows * stride;
  const h = new Float64Array(size * size);
  for (let r = 0, at = 0; r < rows; r++) {
    for (let s = 0; s <= r; s++) {
      for (let j = 0; j < stride; j++) {
        for (let l = 0; l < stride; l++, at++) {
          h[(r * stride + j) * size + s * stride + l] = blocks[at]!;
          h[(s * stride + l) * size + r * stride + j] = blocks[at]!;
        }
      }
    }
  }
  for (let a = 0; a < size; a++) if (a % stride !== d) h[a * size + a]! += l2[a % stride]!;
  return h;
}
