/** EM lowered its objective, which is a defect of a model's E or M step or of its numerics, never of the data. */
export class MonotonicityError extends Error {
  override readonly name = 'MonotonicityError';
  readonly iteration: number;
  /** Decrease of the objective, in nats. */
  readonly decrease: number;

  constructor(iteration: number, before: number, after: number) {
    super(
      `Expected log p(x) + log prior not to fall in EM, got ${after} after ${before} at iteration ${iteration}: a decrease of ${before - after} nats. ` +
        'Check that maximize() is the exact maximiser of expectedLogJoint() + logPrior().',
    );
    this.iteration = iteration;
    this.decrease = before - after;
  }
}

/**
 * Throws if the objective fell by more than rounding explains.
 *
 * @throws MonotonicityError naming the iteration and the decrease, in nats.
 */
export function assertMonotone(iteration: number, before: number, after: number): void {
  if (!(after >= before - 1e-9 * (1 + Math.abs(before)))) throw new MonotonicityError(iteration, before, after);
}
