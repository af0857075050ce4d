import { checkPositive, checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** A penalty on the slope of D's logits. */
export interface GradientPenalty {
  readonly name: string;
  readonly weight: number;
  /** Number of steps between charges; each charge has `every` times the weight. */
  readonly every: number;
  /** Returns the penalty without its weight; `real` and `fake` are `[batch, ...inputShape of D]`. */
  value(logits: (x: tf.Tensor) => tf.Tensor, real: tf.Tensor, fake: tf.Tensor, rng: Rng): tf.Scalar;
}

export interface GradientPenaltyOptions {
  readonly weight?: number;
  /** Default 1. */
  readonly every?: number;
}

/**
 * Returns the penalty of WGAN-GP: E (|dD/dx| - 1)^2 at points between real and generated examples. Weight 10 by default.
 *
 * @example
 * ```ts
 * import { createRng, gradientPenalty } from '@latents/gan';
 *
 * // A critic of slope (3, 4): (5 - 1)^2.
 * const critic = (x: tf.Tensor) => x.mul([3, 4]).sum(1);
 * gradientPenalty().value(critic, tf.ones([6, 2]), tf.zeros([6, 2]), createRng(0)).dataSync()[0]; // => 16
 * ```
 * @throws RangeError for a weight that is not positive and finite, or `every` that is not a positive integer.
 * @see Gulrajani et al. 2017, eq. 3
 */
export function gradientPenalty({ weight = 10, every = 1 }: GradientPenaltyOptions = {}): GradientPenalty {
  checkPenalty('gradientPenalty', weight, every);
  return {
    name: 'gradient penalty',
    weight,
    every,
    value: (logits, real, fake, rng) => {
      const mix = tf.tensor(rng.fillUniform(new Float32Array(real.shape[0]!)), [
        real.shape[0]!,
        ...real.shape.slice(1).map(() => 1),
      ]);
      const between = tf.add(fake, tf.mul(tf.sub(real, fake), mix));
      // The root has no slope at 0, where a critic of rectifiers may well be flat.
      const norm = tf.sqrt(tf.add(squaredSlope(logits, between), 1e-12));
      return tf.reshape<tf.Rank.R0>(tf.mean(tf.square(tf.sub(norm, 1))), []);
    },
  };
}

/**
 * Returns the penalty R1: 1/2 E |dD/dx|^2 at real examples. Weight 10 by default: the gamma of the paper.
 *
 * @example
 * ```ts
 * import { createRng, r1 } from '@latents/gan';
 *
 * // 5^2 / 2. Its charge has weight 160 on one step of 16.
 * const critic = (x: tf.Tensor) => x.mul([3, 4]).sum(1);
 * r1({ every: 16 }).value(critic, tf.ones([6, 2]), tf.zeros([6, 2]), createRng(0)).dataSync()[0]; // => 12.5
 * ```
 * @throws RangeError for a weight that is not positive and finite, or `every` that is not a positive integer.
 * @see Mescheder et al. 2018, eq. 9
 */
export function r1({ weight = 10, every = 1 }: GradientPenaltyOptions = {}): GradientPenalty {
  checkPenalty('r1', weight, every);
  return { name: 'R1', weight, every, value: (logits, real) => halfMeanSlope(logits, real) };
}

/**
 * Returns the penalty R2: 1/2 E |dD/dx|^2 at generated examples. Weight 10 by default. Together with {@link r1} it is the
 * regulariser of R3GAN.
 *
 * @example
 * ```ts
 * import { createRng, r2 } from '@latents/gan';
 *
 * // A critic of slope 2x: 1/2 (2 * 3)^2 at generated examples of 3.
 * const critic = (x: tf.Tensor) => x.square().sum(1);
 * r2().value(critic, tf.ones([6, 1]), tf.fill([6, 1], 3), createRng(0)).dataSync()[0]; // => 18
 * ```
 * @throws RangeError for a weight that is not positive and finite, or `every` that is not a positive integer.
 * @see Mescheder et al. 2018, eq. 10; Huang et al. 2024, section 2
 */
export function r2({ weight = 10, every = 1 }: GradientPenaltyOptions = {}): GradientPenalty {
  checkPenalty('r2', weight, every);
  return { name: 'R2', weight, every, value: (logits, _, fake) => halfMeanSlope(logits, fake) };
}

/** Returns 1/2 E |dD/dx|^2 over rows. */
function halfMeanSlope(logits: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Scalar {
  return tf.reshape<tf.Rank.R0>(tf.div(tf.mean(squaredSlope(logits, x)), 2), []);
}

/** Returns |dD/dx|^2 of each example, `[batch]`. */
function squaredSlope(logits: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor {
  const slope = tf.grad((at: tf.Tensor) => tf.sum(logits(at)))(x);
  return tf.sum(tf.reshape(tf.square(slope), [x.shape[0]!, -1]), 1);
}

/**
 * Throws an Error that names the parts of a network whose second derivatives are not known to be right: a penalty on its gradient
 * would silently train it wrongly.
 */
export function checkTwiceDifferentiable(where: string, parts: readonly string[] | undefined): void {
  if (parts !== undefined && parts.length === 0) return;
  const named = parts === undefined ? 'a network that does not say' : parts.join(', ');
  throw new Error(
    `${where}: expected a discriminator whose second derivatives are right under tfjs, got one with ${named}. Build it with mlp or convNet, without batch normalisation.`,
  );
}

function checkPenalty(where: string, weight: number, every: number): void {
  checkPositive(`${where}({ weight })`, weight);
  checkPositiveInteger(`${where}({ every })`, every);
}
