import { cholesky, choleskySolve } from '@latents/math';
import { hessian } from './hessian.js';
import { type Point, pointAt, type Solver } from './minimize.js';
import type { Problem } from './problem.js';

/** Newton's method with halving steps (IRLS). It has no L1 penalty. */
export const newton: Solver = {
  name: 'newton',
  patience: Infinity,
  step(problem, at, memory) {
    const { parameters, value, gradient } = at;
    const direction = newtonDirection(problem, parameters, gradient, parameters.length);
    if (direction === undefined) return undefined;
    const slope = gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);
    // A rise that rounding of the value explains is none: the last steps lower the gradient by more than the value can tell.
    const rounding = 1e-14 * Math.abs(value);
    const moved = (step: number): Point =>
      pointAt(
        problem,
        parameters.map((p, i) => p - step * direction[i]!),
      );
    let step = 1;
    let next = moved(step);
    while (!(next.value <= value - 1e-4 * step * slope + rounding) && step > 1e-10) {
      step /= 2;
      next = moved(step);
    }
    return step <= 1e-10 ? undefined : { at: next, memory };
  },
};

/** Returns H^-1 g, where H is singular with the least ridge that makes it definite; undefined if H is not finite. */
export function newtonDirection(
  problem: Problem,
  parameters: Float64Array,
  gradient: Float64Array,
  size: number,
): Float64Array | undefined {
  const h = hessian(problem, parameters);
  let scale = 0;
  for (let i = 0; i < size; i++) scale = Math.max(scale, h[i * size + i]!);
  const factor = new Float64Array(size * size);
  const least = 1e-12 * (scale || 1);
  // With a row of parameters per class the intercepts' common part is free, so that H is singular for sure.
  const first = problem.rows > 1 && problem.rows === problem.classes ? least : 0;
  for (let ridge = first; ridge <= 1e20 * least; ridge = ridge === 0 ? least : ridge * 10) {
    if (ridge > 0) for (let i = 0; i < size; i++) h[i * size + i] = h[i * size + i]! + ridge;
    if (cholesky(h, size, factor) === 0) return choleskySolve(factor, size, gradient.slice());
  }
  return undefined;
}
