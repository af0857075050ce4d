/** What the E step leaves: everything the M step and the bound need, summed over the data. */
export interface Expectation {
  /** Expected sufficient statistics under the posterior, additive over data: sum those of two halves and you have the whole's. */
  readonly statistics: Float64Array;
  /** sum log p(x), in nats. */
  readonly logMarginal: number;
  /** sum E_q [log p(x, z)], in nats. */
  readonly expectedLogJoint: number;
  /** sum H(q(z|x)), in nats. `expectedLogJoint + entropy` is the bound, here equal to `logMarginal`. */
  readonly entropy: number;
  /** The total weight of the examples. */
  readonly examples: number;
}

/**
 * A model p(x, z) with z unobserved, whose log p(x, z) is linear in sufficient statistics: all that EM, in any of its forms,
 * has to know of it. Models are values: `maximize` returns another.
 *
 * @see Stratos appendix A
 */
export interface LatentVariableModel<Data, Self> {
  /** The E step: the exact posterior's statistics, `[statistics]`. */
  expect(data: Data): Expectation;
  /** The M step: the model that maximises `expectedLogJoint(statistics) + logPrior()`. */
  maximize(statistics: Float64Array): Self;
  /** E_q [log p(x, z)] under these parameters for a posterior q with those statistics, in nats. */
  expectedLogJoint(statistics: Float64Array): number;
  /** log of the prior density of the parameters, up to a constant, in nats: 0 without a prior. */
  logPrior(): number;
  /** The parameters as a point of R^p: logits, means, log-Cholesky factors. */
  toUnconstrained(): Float64Array;
  /** The model of this structure at a point that {@link toUnconstrained} could return. */
  fromUnconstrained(point: Float64Array): Self;
  /** The gradient of `expectedLogJoint(statistics) + logPrior()` at that point, `[p]`. At the exact posterior it is that of
   * log p(x) + log prior (Fisher's identity). */
  gradient(statistics: Float64Array): Float64Array;
}

/**
 * A model that players train in place. Everything else about it stays a value: `maximize` returns another model, and the
 * players make the model that they train {@link TrainableModel.become} it.
 */
export interface TrainableModel<Data, Self> extends LatentVariableModel<Data, Self> {
  /** Returns a model with the same parameters, which may be trained without changing this one. */
  copy(): Self;
  /** Takes the parameters of another model of the same structure. */
  become(next: Self): void;
}
