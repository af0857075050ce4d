import { importanceWeightedBound, type TensorBound, tidyBound } from '@latents/core';
import { checkPositiveInteger, checkRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { withSlope } from '../gradients/with-slope.js';
import { checkBatch, checkReparameterized, type LatentModel, logJoint } from './latent-model.js';
import type { WeightOptions } from './log-weights.js';

/**
 * Returns the importance-weighted bound, in nats, with the doubly reparameterised gradient. The value is the same. The encoder's
 * gradient has the same expectation, and its signal does not vanish as samples are added; decoder and prior get the usual
 * gradient. It takes one more pass of the decoder than `importanceWeightedBound`.
 *
 * @param x `[batch, ...]` of the encoder's input.
 * @returns Value and term, and no other new tensor.
 * @example
 * ```ts
 * import { createVae, doublyReparameterizedBound } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * doublyReparameterizedBound(vae, x, { samples: 5, rng: createRng(1) }).side; // => 'lower'
 * ```
 * @throws RangeError for another shape, or `samples` that is not a positive integer.
 * @throws Error if the posterior's draws are not reparameterised.
 * @see Tucker, Lawson, Gu & Maddison 2019, eq. 7
 */
export function doublyReparameterizedBound(
  model: LatentModel,
  x: tf.Tensor,
  options: WeightOptions,
): TensorBound<'lower'> {
  checkBatch('doublyReparameterizedBound(model, x, options)', model, x);
  checkPositiveInteger('doublyReparameterizedBound(model, x, { samples })', options.samples);
  checkRng('doublyReparameterizedBound(model, x, { rng })', options.rng);
  return tidyBound(() => {
    const q = model.encoder.given(x, options);
    checkReparameterized('doublyReparameterizedBound(model, x, options)', q);
    const z = q.sample(options.rng, [options.samples]);
    // log q with the encoder held fixed: a function of z alone.
    const ofZ = tf.valueAndGrad((draw: tf.Tensor) => q.logProb(draw));
    const { value: logQ, grad: slope } = ofZ(z, tf.ones(z.shape.slice(0, 2)));
    const share = tf.transpose(tf.softmax(tf.transpose(tf.sub(logJoint(model, x, z, options), logQ))));
    // The bound's gradient by log w_k is the share of draw k; through z it counts once more, which makes its square.
    const once = withSlope(z, { value: z, slope: tf.expandDims(share, -1) });
    const frozen = withSlope(once, { value: logQ, slope });
    return importanceWeightedBound(tf.sub(logJoint(model, x, once, options), frozen) as tf.Tensor2D);
  });
}
