/**
 * A model has no likelihood to compare: a covariance is singular, the data have probability 0, or parameters lie outside their domain.
 * It is the fault of a start or a step, not of an option. `withRestarts` goes on to the next start; SQUAREM and `gradientAscent` take
 * a shorter step.
 */
export abstract class DegenerateModelError extends RangeError {}

/** The data have probability 0 under a model. */
export class ImpossibleDataError extends DegenerateModelError {
  override readonly name = 'ImpossibleDataError';
}

/** An unconstrained point gives parameters outside their domain. */
export class OutsideDomainError extends DegenerateModelError {
  override readonly name = 'OutsideDomainError';
}
