/** A step of the self-consistent iteration raised the Lagrangian that it minimises: a defect of the numerics, never of the data. */
export class BottleneckMonotonicityError extends Error {
  override readonly name = 'BottleneckMonotonicityError';
  readonly iteration: number;
  /** By how many nats the Lagrangian rose. */
  readonly increase: number;

  constructor(iteration: number, before: number, after: number) {
    super(
      `information bottleneck: expected the Lagrangian not to rise, got ${after} after ${before} at iteration ${iteration}: an increase of ${after - before} nats. ` +
        'Report it with the joint table.',
    );
    this.iteration = iteration;
    this.increase = after - before;
  }
}

/**
 * Throws if the Lagrangian rose by more than rounding explains.
 *
 * @throws BottleneckMonotonicityError
 */
export function assertFalling(iteration: number, before: number, after: number): void {
  if (!(after <= before + 1e-9 * (1 + Math.abs(before)))) {
    throw new BottleneckMonotonicityError(iteration, before, after);
  }
}
