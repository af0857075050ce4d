import { type Memory, type Point, pointAt, type Solver, subgradient } from './minimize.js';

/** Number of moves that are remembered. */
export const MEMORY = 10;

/**
 * L-BFGS with backtracking; with an L1 penalty, its orthant-wise form.
 *
 * @see Nocedal 1980; Andrew & Gao 2007
 */
export const lbfgs: Solver = {
  name: 'lbfgs',
  patience: 10,
  step(problem, at, memory) {
    const { parameters, value, gradient } = at;
    const stride = problem.d + 1;
    const isFree = (i: number) => i % stride === problem.d || problem.l1[i % stride] === 0;
    const steepest = subgradient(problem, at);
    const direction = twoLoop(steepest, memory);
    // A coordinate that would leave its orthant, or climb, stays.
    for (let i = 0; i < direction.length; i++) if (!isFree(i) && direction[i]! * steepest[i]! <= 0) direction[i] = 0;
    const slope = dot(direction, steepest);
    const moved = (step: number): Point =>
      pointAt(
        problem,
        parameters.map((p, i) => {
          const next = p - step * direction[i]!;
          if (isFree(i)) return next;
          // Held at 0 where it would change its sign.
          const orthant = p !== 0 ? Math.sign(p) : -Math.sign(steepest[i]!);
          return next * orthant > 0 ? next : 0;
        }),
      );
    let step = memory.moves.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(steepest, steepest))) : 1;
    let next = moved(step);
    while (!(next.value <= value - 1e-4 * step * slope) && step > 1e-16) {
      step /= 2;
      next = moved(step);
    }
    if (step <= 1e-16) return undefined;
    const move = next.parameters.map((p, i) => p - parameters[i]!);
    const change = next.gradient.map((g, i) => g - gradient[i]!);
    return { at: next, memory: remembering(memory, move, change) };
  },
};

/** Returns a memory with one more move, if the objective is convex enough along it, and without the oldest if it is full. */
function remembering(memory: Memory, move: Float64Array, change: Float64Array): Memory {
  if (!(dot(move, change) > 1e-14 * dot(change, change))) return memory;
  return { moves: [...memory.moves, move].slice(-MEMORY), changes: [...memory.changes, change].slice(-MEMORY) };
}

/** Returns the inverse Hessian's product with a gradient, from the last moves. */
function twoLoop(gradient: Float64Array, { moves, changes }: Memory): Float64Array {
  const q = gradient.slice();
  const factors: number[] = [];
  for (let k = moves.length - 1; k >= 0; k--) {
    const factor = dot(moves[k]!, q) / dot(moves[k]!, changes[k]!);
    factors[k] = factor;
    for (let i = 0; i < q.length; i++) q[i] = q[i]! - factor * changes[k]![i]!;
  }
  const last = moves.length - 1;
  if (last >= 0) {
    const scale = dot(moves[last]!, changes[last]!) / dot(changes[last]!, changes[last]!);
    for (let i = 0; i < q.length; i++) q[i] = q[i]! * scale;
  }
  for (let k = 0; k < moves.length; k++) {
    const factor = dot(changes[k]!, q) / dot(moves[k]!, changes[k]!);
    for (let i = 0; i < q.length; i++) q[i] = q[i]! + (factors[k]! - factor) * moves[k]![i]!;
  }
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
