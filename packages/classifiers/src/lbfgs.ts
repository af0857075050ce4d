import { largest, type MinimizeOptions, type Minimum } from './newton.js';
import type { Problem } from './problem.js';
import { objective } from './softmax-objective.js';

const MEMORY = 10;

/**
 * Minimises by L-BFGS with backtracking, from zero; with an L1 penalty, by its orthant-wise form.
 *
 * @param l1 The weight of |weights|_1; intercepts are free.
 * @see Nocedal 1980; Andrew & Gao 2007
 */
export function lbfgs(problem: Problem, l1: number, { tolerance, maxIterations, stop }: MinimizeOptions): Minimum {
  const { rows, d } = problem;
  const size = rows * (d + 1);
  const total = problem.rowWeights.reduce((sum, w) => sum + w, 0);
  const penalised = Float64Array.from({ length: size }, (_, i) => (i % (d + 1) === d ? 0 : l1));
  const penalty = (point: Float64Array) => point.reduce((sum, value, i) => sum + penalised[i]! * Math.abs(value), 0);
  let point = new Float64Array(size);
  let gradient = new Float64Array(size);
  let value = objective(problem, point, gradient);
  const moves: Float64Array[] = [];
  const changes: Float64Array[] = [];
  let stalled = 0;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const steepest = subgradient(point, gradient, penalised);
    if (largest(steepest) <= tolerance * total)
      return { parameters: point, value, iterations: iteration, converged: true };
    if (stop(point)) return { parameters: point, value, iterations: iteration, converged: false };
    const direction = twoLoop(steepest, moves, changes);
    // A coordinate that would leave its orthant, or climb, stays.
    if (l1 > 0) for (let i = 0; i < size; i++) if (direction[i]! * steepest[i]! <= 0) direction[i] = 0;
    const slope = dot(direction, steepest);
    let step = moves.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(steepest, steepest))) : 1;
    const trial = new Float64Array(size);
    let next = projected(point, direction, steepest, penalised, step);
    let nextValue = objective(problem, next, trial) + penalty(next);
    while (!(nextValue <= value - 1e-4 * step * slope) && step > 1e-16) {
      step /= 2;
      next = projected(point, direction, steepest, penalised, step);
      nextValue = objective(problem, next, trial) + penalty(next);
    }
    // Steps that gain less than double precision can tell: as good a minimum as can be had.
    stalled = value - nextValue <= 1e-15 * Math.abs(value) ? stalled + 1 : 0;
    if (step <= 1e-16 || stalled === 10) {
      return { parameters: point, value, iterations: iteration, converged: largest(steepest) <= 1e-6 * total };
    }
    const move = next.map((v, i) => v - point[i]!);
    const change = trial.map((v, i) => v - gradient[i]!);
    if (dot(move, change) > 1e-14 * dot(change, change)) {
      moves.push(move);
      changes.push(change);
      if (moves.length > MEMORY) {
        moves.shift();
        changes.shift();
      }
    }
    point = next;
    gradient = trial;
    value = nextValue;
  }
  return { parameters: point, value, iterations: maxIterations, converged: false };
}

/** The element of the subdifferential that is nearest to zero. */
function subgradient(point: Float64Array, gradient: Float64Array, penalised: Float64Array): Float64Array {
  return gradient.map((g, i) => {
    const l1 = penalised[i]!;
    if (l1 === 0) return g;
    if (point[i]! !== 0) return g + Math.sign(point[i]!) * l1;
    return g > l1 ? g - l1 : g < -l1 ? g + l1 : 0;
  });
}

/** The point after a step, with penalised coordinates that would change sign held at 0. */
function projected(
  point: Float64Array,
  direction: Float64Array,
  steepest: Float64Array,
  penalised: Float64Array,
  step: number,
): Float64Array<ArrayBuffer> {
  return new Float64Array(
    point.map((value, i) => {
      const next = value - step * direction[i]!;
      if (penalised[i] === 0) return next;
      const orthant = value !== 0 ? Math.sign(value) : -Math.sign(steepest[i]!);
      return next * orthant > 0 ? next : 0;
    }),
  );
}

/** The inverse Hessian's product with a gradient, from the last moves. */
function twoLoop(
  gradient: Float64Array,
  moves: readonly Float64Array[],
  changes: readonly Float64Array[],
): Float64Array {
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
