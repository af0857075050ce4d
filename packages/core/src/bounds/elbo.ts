import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type TensorBound, tensorBound } from './tensor-bound.js';

/** The two terms of the evidence lower bound. */
export interface ElboTerms {
  /** E_q(z|x) [log p(x|z)] per example, `[batch]`, in nats. */
  readonly reconstruction: Tensor;
  /** KL(q(z|x) || p(z)) per example, `[batch]`, in nats. */
  readonly rate: Tensor;
}

/**
 * Returns the evidence lower bound `E_q [log p(x|z)] - KL(q(z|x) || p(z)) <= log p(x)`, averaged over the batch. It
 * leaves only the value and the terms.
 *
 * @see Stratos section 1.3.2 and A.3.1, third form; Kingma & Welling 2013, eq. 3
 */
export function elbo({ reconstruction, rate }: ElboTerms): TensorBound<'lower'> {
  return tensorBound('lower', 'log p(x)', [
    { name: 'reconstruction', nats: tf.mean(reconstruction) as Scalar, weight: 1 },
    { name: 'rate', nats: tf.mean(rate) as Scalar, weight: -1 },
  ]);
}
