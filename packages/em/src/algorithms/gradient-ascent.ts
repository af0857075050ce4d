import { checkNonNegative, checkPositiveInteger } from '@latents/math';
import { DegenerateModelError } from './degenerate-model-error.js';
import type { LatentVariableModel } from './latent-variable-model.js';

export interface GradientAscentOptions {
  readonly maxIterations: number;
  /** Stop once the largest entry of the gradient is below this many nats (default 1e-6). */
  readonly tolerance?: number;
}

export interface GradientAscended<Model> {
  readonly model: Model;
  /** log p(x) + log prior, in nats, after each iteration; entry 0 is the start. */
  readonly trace: readonly number[];
  readonly converged: boolean;
}

/**
 * Ascends log p(x) + log prior directly in unconstrained parameters, the alternative to EM: steepest ascent with
 * Barzilai-Borwein steps and backtracking. The gradient is the posterior's expectation of the complete data's (Fisher's identity).
 *
 * @throws RangeError if `maxIterations` is not a positive integer, or a parameter is on the boundary (a probability of 0).
 * @see Stratos A.3, on automatic differentiation; Barzilai & Borwein 1988
 */
export function gradientAscent<Data, Model extends LatentVariableModel<Data, Model>>(
  start: Model,
  data: Data,
  { maxIterations, tolerance = 1e-6 }: GradientAscentOptions,
): GradientAscended<Model> {
  checkPositiveInteger('gradientAscent(start, data, { maxIterations })', maxIterations);
  checkNonNegative('gradientAscent(start, data, { tolerance })', tolerance);
  let model = start;
  let point = model.toUnconstrained();
  if (!point.every(Number.isFinite)) {
    throw new RangeError(
      'gradientAscent(start, data, options): expected a start with parameters inside their domain, got a probability of 0 or a variance of 0. EM keeps such zeros; give it those.',
    );
  }
  let expectation = model.expect(data);
  let value = expectation.logMarginal + model.logPrior();
  let gradient = model.gradient(expectation.statistics);
  let step = 1 / expectation.examples;
  const trace = [value];
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (gradient.every((g) => Math.abs(g) < tolerance)) return { model, trace, converged: true };
    const squared = gradient.reduce((sum, g) => sum + g * g, 0);
    let next: Model | undefined;
    let nextPoint = point;
    for (let tries = 0; tries < 60; tries++, step /= 2) {
      nextPoint = point.map((p, i) => p + step * gradient[i]!);
      const candidate = tryPoint(model, nextPoint, data);
      if (
        candidate &&
        candidate.expectation.logMarginal + candidate.model.logPrior() >= value + 1e-4 * step * squared
      ) {
        next = candidate.model;
        expectation = candidate.expectation;
        break;
      }
    }
    if (!next) return { model, trace, converged: false };
    const nextGradient = next.gradient(expectation.statistics);
    let ss = 0;
    let sy = 0;
    for (let i = 0; i < point.length; i++) {
      const s = nextPoint[i]! - point[i]!;
      ss += s * s;
      sy += s * (gradient[i]! - nextGradient[i]!);
    }
    step = sy > 0 ? ss / sy : 2 * step;
    model = next;
    point = nextPoint;
    gradient = nextGradient;
    value = expectation.logMarginal + model.logPrior();
    trace.push(value);
  }
  return { model, trace, converged: false };
}

/** Returns the model at a point with its expectation, or undefined if the point is not finite or its model degenerate. */
function tryPoint<Data, Model extends LatentVariableModel<Data, Model>>(model: Model, point: Float64Array, data: Data) {
  if (!point.every(Number.isFinite)) return undefined;
  try {
    const candidate = model.fromUnconstrained(point);
    return { model: candidate, expectation: candidate.expect(data) };
  } catch (error) {
    if (error instanceof DegenerateModelError) return undefined;
    throw error;
  }
}
