import type { Problem } from './problem.js';
import { objective } from './softmax-objective.js';

/** Parameters, and the objective there: `[rows, d + 1]` numbers each. */
export interface Point {
  readonly parameters: Float64Array;
  /** The objective, penalties included, in nats. */
  readonly value: number;
  /** The gradient of the part that has one: without the L1 penalty. */
  readonly gradient: Float64Array;
}

/** The last moves of a solver, and the changes of the gradient along them: what L-BFGS knows of the curvature. */
export interface Memory {
  readonly moves: readonly Float64Array[];
  readonly changes: readonly Float64Array[];
}

/** A way to minimise the objective of a problem. */
export interface Solver {
  readonly name: 'newton' | 'lbfgs';
  /** Iterations in a row that may gain less than double precision can tell. */
  readonly patience: number;
  /** Returns the next point and memory, or undefined where no step down is left in double precision. */
  step(problem: Problem, at: Point, memory: Memory): { readonly at: Point; readonly memory: Memory } | undefined;
}

/** Result of a minimisation. */
export interface Minimum {
  readonly parameters: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Options of a minimisation. */
export interface MinimizeOptions {
  /** Stop when no entry of the gradient, in the solver's units and divided by the total weight, exceeds this. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Called at each iterate; true stops (the data are found to be separated, say). */
  readonly stop: (parameters: Float64Array) => boolean;
}

/** The memory of a solver that has not moved. */
export const NO_MEMORY: Memory = { moves: [], changes: [] };

/** Minimises from zero. */
export function minimize(problem: Problem, solver: Solver, options: MinimizeOptions): Minimum {
  const { tolerance, maxIterations, stop } = options;
  const total = totalWeight(problem);
  let at = pointAt(problem, new Float64Array(problem.rows * (problem.d + 1)));
  let memory = NO_MEMORY;
  let stalled = 0;
  for (let iterations = 0; iterations < maxIterations; iterations++) {
    const { parameters, value } = at;
    const slope = steepness(problem, at);
    if (slope <= tolerance * total) return { parameters, value, iterations, converged: true };
    if (stop(parameters)) return { parameters, value, iterations, converged: false };
    const next = solver.step(problem, at, memory);
    stalled = next !== undefined && value - next.at.value <= 1e-15 * Math.abs(value) ? stalled + 1 : 0;
    // As good a minimum as can be had in double precision.
    if (next === undefined || stalled === solver.patience)
      return { parameters, value, iterations, converged: slope <= 1e-6 * total };
    ({ at, memory } = next);
  }
  return { parameters: at.parameters, value: at.value, iterations: maxIterations, converged: false };
}

/** Returns the objective at parameters. */
export function pointAt(problem: Problem, parameters: Float64Array): Point {
  const gradient = new Float64Array(parameters.length);
  const value = objective(problem, parameters, gradient) + l1Penalty(problem, parameters);
  return { parameters, value, gradient };
}

/** Returns the L1 penalty, in nats. */
function l1Penalty({ d, l1 }: Problem, parameters: Float64Array): number {
  return parameters.reduce((sum, value, i) => sum + (i % (d + 1) === d ? 0 : l1[i % (d + 1)]!) * Math.abs(value), 0);
}

/** Returns what the penalties take from the log-likelihood, in nats; intercepts are free. */
export function penaltyOf(problem: Problem, parameters: Float64Array): number {
  const { d, l2 } = problem;
  const share = (value: number, i: number) => (i % (d + 1) === d ? 0 : 0.5 * l2[i % (d + 1)]! * value ** 2);
  return parameters.reduce((sum, value, i) => sum + share(value, i), 0) + l1Penalty(problem, parameters);
}

/** Returns the sum of the rows' weights. */
export function totalWeight({ rowWeights }: Problem): number {
  return rowWeights.reduce((sum, w) => sum + w, 0);
}

/** Returns the largest entry of the slope. */
export function steepness(problem: Problem, at: Point): number {
  return subgradient(problem, at).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Returns the element of the subdifferential that is nearest to zero. */
export function subgradient({ d, l1 }: Problem, { parameters, gradient }: Point): Float64Array {
  if (l1.every((weight) => weight === 0)) return gradient;
  return gradient.map((g, i) => {
    const weight = l1[i % (d + 1)];
    if (weight === undefined) return g;
    if (parameters[i]! !== 0) return g + Math.sign(parameters[i]!) * weight;
    return g > weight ? g - weight : g < -weight ? g + weight : 0;
  });
}
