import type { Scalar, Tensor } from '@tensorflow/tfjs';
import { type Bound, bound } from './bound.js';

/** The two terms of the evidence lower bound, one entry an example (or, as numbers, already averaged). */
export interface ElboTerms<T extends Tensor | number> {
  /** E_q(z|x) [log p(x|z)], `[batch]`, in nats. */
  readonly reconstruction: T;
  /** KL(q(z|x) || p(z)), `[batch]`, in nats. */
  readonly rate: T;
}

/**
 * The evidence lower bound `E_q [log p(x|z)] - KL(q(z|x) || p(z)) <= log p(x)`, averaged over the batch. Of tensors,
 * call it inside `tf.tidy`, or in a step's objective, which is one.
 *
 * @see Stratos section 1.3.2 and A.3.1, third form; Kingma & Welling 2013, eq. 3
 */
export function elbo(terms: ElboTerms<Tensor>): Bound<'lower'>;
export function elbo(terms: ElboTerms<number>): Bound<'lower', number>;
export function elbo({ reconstruction, rate }: ElboTerms<Tensor> | ElboTerms<number>): Bound<'lower', Scalar | number> {
  return bound('lower', 'log p(x)', [
    { name: 'reconstruction', nats: mean(reconstruction), weight: 1 },
    { name: 'rate', nats: mean(rate), weight: -1 },
  ]);
}

function mean(value: Tensor | number): Scalar | number {
  return typeof value === 'number' ? value : value.mean();
}
