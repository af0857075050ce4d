import { type Heap, withHeap } from '@latents/math/kernels';
import type { Problem } from './problem.js';

/** Numbers of x that are worked on together, as many as the nearest caches hold. */
const BLOCK = 6144;

/** Returns the weighted negative log-likelihood of two classes in nats and writes its gradient, `[d + 1]`, in one pass over x. */
export function binaryObjective(problem: Problem, parameters: Float64Array, gradient: Float64Array): number {
  const { d } = problem;
  const rows = Math.max(2, 2 * Math.floor(BLOCK / d / 2));
  return withHeap(rows * d + 2 * rows + 2 * d, (heap) => pass(problem, parameters, gradient, heap, rows));
}

function pass(
  { x, y, rowWeights, n, d }: Problem,
  parameters: Float64Array,
  gradient: Float64Array,
  { numbers, kernels }: Heap,
  capacity: number,
): number {
  const scores = capacity * d;
  const signed = scores + capacity;
  const weights = signed + capacity;
  const slopes = weights + d;
  numbers.set(parameters.subarray(0, d), weights);
  numbers.fill(0, slopes, slopes + d);
  let value = 0;
  let intercept = 0;
  for (let from = 0; from < n; from += capacity) {
    const rows = Math.min(capacity, n - from);
    numbers.set(x.subarray(from * d, (from + rows) * d));
    numbers.fill(parameters[d]!, scores, scores + rows);
    for (let i = 0; i < rows; i++)
      numbers[signed + i] = y[from + i] === 1 ? rowWeights[from + i]! : -rowWeights[from + i]!;
    if (rows % 2 === 1) numbers[scores + rows] = numbers[signed + rows] = 0;
    kernels.products.matVec({ matrix: 0, vector: weights, out: scores, rows, columns: d, weight: 1 });
    value += kernels.logistic.loss({ scores, signedWeights: signed, rows: rows + (rows % 2) });
    for (let i = scores; i < scores + rows; i++) intercept += numbers[i]!;
    kernels.products.matVecTransposed({ matrix: 0, vector: scores, out: slopes, rows, columns: d, weight: 1 });
  }
  gradient.set(numbers.subarray(slopes, slopes + d));
  gradient[d] = intercept;
  return value;
}
