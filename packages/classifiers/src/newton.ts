import { cholesky, choleskySolve } from '@latents/math';
import { hessian } from './hessian.js';
import type { Problem } from './problem.js';
import { objective } from './softmax-objective.js';

/** Result of a minimisation. */
export interface Minimum {
  readonly parameters: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Options of a minimisation. */
export interface MinimizeOptions {
  /** Stop when no entry of the gradient, divided by the total weight, exceeds this. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Called at each iterate; true stops (the data are found to be separated, say). */
  readonly stop: (parameters: Float64Array) => boolean;
}

/** Minimises by Newton's method with halving steps (IRLS), from zero. */
export function newton(problem: Problem, { tolerance, maxIterations, stop }: MinimizeOptions): Minimum {
  const size = problem.rows * (problem.d + 1);
  const total = problem.rowWeights.reduce((sum, w) => sum + w, 0);
  let parameters = new Float64Array(size);
  const gradient = new Float64Array(size);
  let value = objective(problem, parameters, gradient);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (largest(gradient) <= tolerance * total) return { parameters, value, iterations: iteration, converged: true };
    if (stop(parameters)) return { parameters, value, iterations: iteration, converged: false };
    const direction = newtonDirection(problem, parameters, gradient, size);
    let step = 1;
    let next = moved(parameters, direction, step);
    const trial = new Float64Array(size);
    let nextValue = objective(problem, next, trial);
    const slope = gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);
    // A rise that rounding of the value explains is none: the last steps lower the gradient by more than the value can tell.
    const rounding = 1e-14 * Math.abs(value);
    while (!(nextValue <= value - 1e-4 * step * slope + rounding) && step > 1e-10) {
      step /= 2;
      next = moved(parameters, direction, step);
      nextValue = objective(problem, next, trial);
    }
    // No step down is left in double precision: as good a minimum as can be told.
    if (step <= 1e-10)
      return { parameters, value, iterations: iteration, converged: largest(gradient) <= 1e-6 * total };
    parameters = next;
    value = nextValue;
    gradient.set(trial);
  }
  return { parameters, value, iterations: maxIterations, converged: false };
}

/** Returns H^-1 g, where H is singular with the least ridge that makes it definite. */
export function newtonDirection(
  problem: Problem,
  parameters: Float64Array,
  gradient: Float64Array,
  size: number,
): Float64Array {
  const h = hessian(problem, parameters);
  let scale = 0;
  for (let i = 0; i < size; i++) scale = Math.max(scale, h[i * size + i]!);
  const factor = new Float64Array(size * size);
  for (let ridge = 0; ; ridge = ridge === 0 ? 1e-12 * (scale || 1) : ridge * 10) {
    if (ridge > 0) for (let i = 0; i < size; i++) h[i * size + i] = h[i * size + i]! + ridge;
    if (cholesky(h, size, factor) === 0) return choleskySolve(factor, size, gradient.slice());
  }
}

function moved(from: Float64Array, direction: Float64Array, step: number): Float64Array<ArrayBuffer> {
  return new Float64Array(from.map((value, i) => value - step * direction[i]!));
}

/** Returns the largest magnitude. */
export function largest(values: Float64Array): number {
  let max = 0;
  for (let i = 0; i < values.length; i++) max = Math.max(max, Math.abs(values[i]!));
  return max;
}
