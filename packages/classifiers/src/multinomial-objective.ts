import { type Heap, withHeap } from '@latents/math/kernels';
import type { Problem } from './problem.js';

/** Numbers of x that are worked on together, as many as the nearest caches hold. */
const BLOCK = 6144;

/** Returns the weighted negative log-likelihood of several classes in nats and writes its gradient, `[rows, d + 1]`, in one pass over x. */
export function multinomialObjective(problem: Problem, parameters: Float64Array, gradient: Float64Array): number {
  const { n, d, rows } = problem;
  const capacity = Math.min(n, Math.max(4, Math.floor(BLOCK / d)));
  // The kernel works on four columns at a time.
  const width = (rows + 3) & ~3;
  return withHeap(capacity * (d + width) + d * (width + rows), (heap) =>
    pass(problem, parameters, gradient, heap, capacity, width),
  );
}

function pass(
  problem: Problem,
  parameters: Float64Array,
  gradient: Float64Array,
  { numbers, kernels }: Heap,
  capacity: number,
  width: number,
): number {
  const { x, n, d, rows } = problem;
  const scores = capacity * d;
  const weights = scores + capacity * width;
  const slopes = weights + d * width;
  numbers.fill(0, weights, slopes + rows * d);
  const intercepts = new Float64Array(width);
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < d; j++) numbers[weights + j * width + r] = parameters[r * (d + 1) + j]!;
    intercepts[r] = parameters[r * (d + 1) + d]!;
  }
  const residuals = new Float64Array(rows);
  let value = 0;
  for (let from = 0; from < n; from += capacity) {
    const count = Math.min(capacity, n - from);
    numbers.set(x.subarray(from * d, (from + count) * d));
    for (let i = 0; i < count; i++) numbers.set(intercepts, scores + i * width);
    const product = { left: 0, down: d, across: 1, right: weights, out: scores, rows: count, columns: width, depth: d };
    kernels.products.matMul(product);
    for (let i = 0; i < count; i++) value += rowLoss(problem, from + i, numbers, scores + i * width, residuals);
    const slope = { left: scores, down: 1, across: width, right: 0, out: slopes, rows, columns: d, depth: count };
    kernels.products.matMul(slope);
  }
  for (let r = 0; r < rows; r++) {
    gradient.set(numbers.subarray(slopes + r * d, slopes + (r + 1) * d), r * (d + 1));
    gradient[r * (d + 1) + d] = residuals[r]!;
  }
  return value;
}

/** Turns the scores of row i into weight (p - [class = label]), adds them to `sums`, and returns -weight log P(label | x). */
function rowLoss(
  { y, rowWeights, rows, classes }: Problem,
  i: number,
  numbers: Float64Array,
  at: number,
  sums: Float64Array,
): number {
  const weight = rowWeights[i]!;
  if (weight === 0) {
    numbers.fill(0, at, at + rows);
    return 0;
  }
  const label = y[i]!;
  // The score of a class without a row of parameters is 0.
  let top = rows < classes ? 0 : -Infinity;
  for (let r = at; r < at + rows; r++) if (numbers[r]! > top) top = numbers[r]!;
  const chosen = label < rows ? numbers[at + label]! : 0;
  let total = rows < classes ? Math.exp(-top) : 0;
  for (let r = at; r < at + rows; r++) {
    const e = Math.exp(numbers[r]! - top);
    numbers[r] = e;
    total += e;
  }
  const share = weight / total;
  for (let r = 0; r < rows; r++) {
    const residual = numbers[at + r]! * share - (r === label ? weight : 0);
    numbers[at + r] = residual;
    sums[r]! += residual;
  }
  return weight * (top + Math.log(total) - chosen);
}
