/** What an E step found, in nats over the whole data set. */
export interface Expectation<S> {
  /** What the M step needs of the posterior: expected sufficient statistics. */
  readonly statistics: S;
  /** log p(x), summed over the examples. */
  readonly logLikelihood: number;
  /** The entropy of the posteriors, -E_q log q(z|x), summed over the examples. */
  readonly entropy: number;
}

/**
 * A model p(x, z) of data x with hidden z whose posterior p(z | x) can be computed: what EM needs. Models are values: an M step
 * gives a new one.
 *
 * @typeParam X The data.
 * @typeParam S Its expected sufficient statistics.
 * @see Stratos appendix A
 */
export interface LatentVariableModel<X, S> {
  /** How many examples the data hold. */
  examples(data: X): number;
  /** The E step: expected statistics under the exact posterior p(z | x), eq. (9). */
  expectation(data: X): Expectation<S>;
  /** E_q log p(x, z) for statistics of any posterior q, by this model's parameters, in nats over the data set. */
  expectedCompleteLogLikelihood(statistics: S): number;
  /** The M step: the model that maximises E_q log p(x, z) (plus the log prior, if there is one), eq. (10). */
  maximization(statistics: S): this;
  /** The log prior density of the parameters, in nats, if the M step maximises a penalised likelihood. */
  logPrior?(): number;
}
