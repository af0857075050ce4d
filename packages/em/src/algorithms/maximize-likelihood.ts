import { checkNonNegative, checkOneOf, checkOptions, checkPositiveInteger } from '@latents/math';
import { DegenerateModelError } from './degenerate-model-error.js';
import type { LatentVariableModel } from './latent-variable-model.js';
import { assertMonotone } from './monotonicity-error.js';

/** One iteration of EM, in nats summed over the data. */
export interface EmIteration {
  readonly iteration: number;
  /** log p(x) under the model that the iteration began with. */
  readonly logMarginal: number;
  readonly logPrior: number;
  readonly expectedLogJoint: number;
  readonly entropy: number;
  /** Whether the model came from an accepted SQUAREM extrapolation. */
  readonly extrapolated: boolean;
}

export interface MaximizeLikelihoodOptions<Model> {
  /** Greatest number of M steps. */
  readonly maxIterations: number;
  /** Stop once log p(x) + log prior rises by less than this many nats per example (default 1e-8). 0 runs them all. */
  readonly tolerance?: number;
  /** `'squarem'` extrapolates over every two EM steps and keeps what is higher (default `'none'`). */
  readonly acceleration?: 'none' | 'squarem';
  /** Called with the model that each iteration begins with. */
  readonly onIteration?: (iteration: EmIteration, model: Model) => void;
}

export interface MaximizedLikelihood<Model> {
  readonly model: Model;
  /** log p(x) + log prior of `model`, in nats, summed over the data. */
  readonly objective: number;
  readonly converged: boolean;
  readonly trace: readonly EmIteration[];
}

/**
 * Runs EM to convergence in one synchronous call.
 *
 * @throws RangeError if `maxIterations` is not a positive integer, `tolerance` is negative or not finite, or an option is unknown.
 * @throws MonotonicityError if an iteration lowers log p(x) + log prior.
 * @throws DegenerateModelError if a model on the way has no likelihood: a singular covariance, or data of probability 0.
 * @see Stratos A.3.1; Varadhan & Roland 2008 (SQUAREM)
 */
export function maximizeLikelihood<Data, Model extends LatentVariableModel<Data, Model>>(
  start: Model,
  data: Data,
  options: MaximizeLikelihoodOptions<Model>,
): MaximizedLikelihood<Model> {
  const { maxIterations, tolerance = 1e-8, acceleration = 'none', onIteration } = options;
  const where = 'maximizeLikelihood(start, data, options)';
  checkOptions<MaximizeLikelihoodOptions<Model>, ['maxIterations', 'tolerance', 'acceleration', 'onIteration']>(
    where,
    options,
    ['maxIterations', 'tolerance', 'acceleration', 'onIteration'],
  );
  checkPositiveInteger(`${where}, maxIterations`, maxIterations);
  checkNonNegative(`${where}, tolerance`, tolerance);
  checkOneOf(`${where}, acceleration`, acceleration, ['none', 'squarem']);
  const trace: EmIteration[] = [];
  let model = start;
  let expectation = model.expect(data);
  let objective = expectation.logMarginal + model.logPrior();
  let extrapolated = false;
  let converged = false;
  let points: Float64Array[] = [];
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const { logMarginal, expectedLogJoint, entropy } = expectation;
    const entry = { iteration, logMarginal, logPrior: model.logPrior(), expectedLogJoint, entropy, extrapolated };
    trace.push(entry);
    onIteration?.(entry, model);
    if (acceleration === 'squarem') points.push(model.toUnconstrained());
    let next = model.maximize(expectation.statistics);
    let nextExpectation = next.expect(data);
    let nextObjective = nextExpectation.logMarginal + next.logPrior();
    assertMonotone(iteration + 1, objective, nextObjective);
    const gain = nextObjective - objective;
    extrapolated = false;
    if (points.length === 2) {
      const point = squaremPoint(points[0]!, points[1]!, next.toUnconstrained());
      points = [];
      const jump = point && attempt(next, point, data);
      if (jump && jump.objective > nextObjective) {
        ({ model: next, expectation: nextExpectation, objective: nextObjective } = jump);
        extrapolated = true;
      }
    }
    model = next;
    expectation = nextExpectation;
    objective = nextObjective;
    if (tolerance > 0 && gain < tolerance * expectation.examples && !extrapolated) {
      converged = true;
      break;
    }
  }
  return { model, objective, converged, trace };
}

/** Returns the model at an extrapolated point, or undefined if that model is degenerate. */
function attempt<Data, Model extends LatentVariableModel<Data, Model>>(model: Model, point: Float64Array, data: Data) {
  try {
    const candidate = model.fromUnconstrained(point);
    const expectation = candidate.expect(data);
    return { model: candidate, expectation, objective: expectation.logMarginal + candidate.logPrior() };
  } catch (error) {
    if (error instanceof DegenerateModelError) return undefined;
    throw error;
  }
}

/**
 * Returns the extrapolated point of SQUAREM (scheme S3) from three successive EM iterates, or undefined if the steps do not change or
 * hold infinities (a probability that is exactly 0).
 *
 * @see Varadhan & Roland 2008, section 3
 */
function squaremPoint(p0: Float64Array, p1: Float64Array, p2: Float64Array): Float64Array | undefined {
  let rr = 0;
  let vv = 0;
  for (let i = 0; i < p0.length; i++) {
    const r = p1[i]! - p0[i]!;
    const v = p2[i]! - p1[i]! - r;
    rr += r * r;
    vv += v * v;
  }
  if (!(rr > 0 && vv > 0 && Number.isFinite(rr + vv))) return undefined;
  const alpha = Math.min(-1, -Math.sqrt(rr / vv));
  const point = p0.map((p, i) => {
    const r = p1[i]! - p;
    return p - 2 * alpha * r + alpha * alpha * (p2[i]! - p1[i]! - r);
  });
  return point.every(Number.isFinite) ? point : undefined;
}
