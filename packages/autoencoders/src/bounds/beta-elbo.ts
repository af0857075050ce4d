import { type ElboTerms, elbo, type TensorBound, tensorBound } from '@latents/core';

/**
 * The ELBO with its rate weighted by `beta`, saying what that bounds: from 1 upwards it is a lower bound on log p(x) (looser as beta
 * grows), below 1 none. A warm-up evaluates its schedule at the step and passes the number. Call it inside `tf.tidy`.
 *
 * @param terms Each `[batch]`, in nats.
 *
 * @example
 * ```ts
 * import { betaElbo } from '@latents/autoencoders';
 *
 * const terms = { reconstruction: tf.tensor1d([-90]), rate: tf.tensor1d([20]) };
 * betaElbo(terms, 4).value.dataSync()[0]; // => -170
 * betaElbo(terms, 0.5).side; // => 'none'
 * ```
 * @throws RangeError for a beta that is negative or not finite.
 * @see Higgins et al. 2017, eq. 4; Bowman et al. 2016 for the warm-up
 */
export function betaElbo(terms: ElboTerms, beta: number): TensorBound<'lower' | 'none'> {
  checkBeta('betaElbo(terms, beta)', beta);
  const unweighted = elbo(terms);
  if (beta === 1) return unweighted;
  const { of, terms: parts } = unweighted;
  const weighted = parts.map((term) => (term.name === 'rate' ? { ...term, weight: -beta } : term));
  return beta > 1 ? tensorBound('lower', of, weighted) : tensorBound('none', of, weighted);
}

/** Throws unless `beta` is a weight. */
export function checkBeta(where: string, beta: number): void {
  if (!(beta >= 0 && beta < Infinity)) throw new RangeError(`${where}: expected a finite beta >= 0, got ${beta}.`);
}
