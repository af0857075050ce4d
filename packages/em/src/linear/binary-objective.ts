import { type Heap, withHeap } from '../kernels/heap.js';
import type { Problem } from './softmax-objective.js';

/** Numbers of x that are worked on together: what the first cache holds. */
const BLOCK = 3072;

/**
 * The weighted negative log-likelihood of two classes in nats, and its gradient `[d + 1]`, in one pass over x, block by block.
 */
export function binaryObjective(problem: Problem, parameters: Float64Array, gradient: Float64Array): number {
  const { d } = problem;
  const rows = Math.max(1, Math.floor(BLOCK / d));
  return withHeap(rows * d + rows + 2 * d, (heap) => pass(problem, parameters, gradient, heap, rows));
}

function pass(
  { x, y, rowWeights, n, d }: Problem,
  parameters: Float64Array,
  gradient: Float64Array,
  { numbers, kernels }: Heap,
  capacity: number,
): number {
  const scores = capacity * d;
  const weights = scores + capacity;
  const slopes = weights + d;
  numbers.set(parameters.subarray(0, d), weights);
  numbers.fill(0, slopes, slopes + d);
  let value = 0;
  let intercept = 0;
  for (let from = 0; from < n; from += capacity) {
    const rows = Math.min(capacity, n - from);
    numbers.set(x.subarray(from * d, (from + rows) * d));
    numbers.fill(parameters[d]!, scores, scores + rows);
    kernels.matVec(0, weights, scores, rows, d, 1);
    for (let i = 0; i < rows; i++) {
      const weight = rowWeights[from + i]!;
      const first = y[from + i] !== 1;
      const signed = first ? -numbers[scores + i]! : numbers[scores + i]!;
      // One exponential of a number <= 0: neither overflows nor cancels.
      const e = Math.exp(-Math.abs(signed));
      const wrong = (weight * (signed < 0 ? 1 : e)) / (1 + e);
      if (weight > 0) value += weight * (Math.log1p(e) + (signed < 0 ? -signed : 0));
      numbers[scores + i] = first ? wrong : -wrong;
      intercept += numbers[scores + i]!;
    }
    kernels.matVecTransposed(0, scores, slopes, rows, d, 1);
  }
  gradient.set(numbers.subarray(slopes, slopes + d));
  gradient[d] = intercept;
  return value;
}
