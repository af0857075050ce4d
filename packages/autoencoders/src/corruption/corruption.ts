import type { Distribution } from '@latents/core';
import { checkFraction, checkPositive, type Rng } from '@latents/math';
import type { Json } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';

/** A corruption in plain JSON: its kind and its numbers. */
export interface CorruptionConfig {
  readonly kind: string;
  readonly [option: string]: Json;
}

/** A kernel q(x~ | x). A denoising autoencoder is shown x~ instead of x. */
export interface Corruption {
  /** Plain JSON description. Files and checkpoints compare it. */
  readonly config: CorruptionConfig;
  /** Returns a draw of x~ for each example, of the shape of x. The same numbers on every backend. */
  apply(x: tf.Tensor, rng: Rng): tf.Tensor;
}

/**
 * Returns the corruption that sets each coordinate to 0 with probability `rate`, and leaves the other coordinates: Vincent's masking
 * noise, and the note's epsilon_i = -x_i. It depends on x, so it is no fixed distribution of epsilon (ERRATA E6), and it is dropout
 * *without* rescaling (E7): the mean of x~ is (1 - rate) x.
 *
 * @example
 * ```ts
 * import { createAutoencoder, maskingCorruption } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const corruption = maskingCorruption(0.5);
 * const model = createAutoencoder({ inputDim: 784, latentDim: 500, hidden: [], corruption, rng: createRng(0) });
 * model.corrupt(tf.ones([2, 784]), createRng(1)).shape; // => [2, 784]
 * model.dispose();
 * ```
 * @throws RangeError unless 0 < rate < 1; so do the other corruptions with a rate.
 * @see Stratos section 1.2; Vincent et al. 2008, section 2.3
 */
export function maskingCorruption(rate: number): Corruption {
  checkFraction('maskingCorruption(rate)', rate, 'excluded');
  return { config: { kind: 'masking', rate }, apply: (x, rng) => tf.tidy(() => tf.mul(x, kept(x, rate, rng))) };
}

/**
 * Returns dropout at the input layer, as it is done today: each coordinate becomes 0 with probability `rate`, and the other
 * coordinates are divided by 1 - rate, so that the mean of x~ is x. The note's noise is {@link maskingCorruption} (ERRATA E7).
 *
 * @see Srivastava et al. 2014
 */
export function dropoutCorruption(rate: number): Corruption {
  checkFraction('dropoutCorruption(rate)', rate, 'excluded');
  return {
    config: { kind: 'dropout', rate },
    apply: (x, rng) => tf.tidy(() => tf.div(tf.mul(x, kept(x, rate, rng)), 1 - rate)),
  };
}

/**
 * Returns the corruption that sets each coordinate, with probability `rate`, to `low` or `high`, which are equally likely.
 *
 * @param options The darkest and the brightest value (default 0 and 1).
 * @throws RangeError unless 0 < rate < 1, and for values that are not finite.
 * @see Vincent et al. 2010, section 3.3
 */
export function saltAndPepperCorruption(
  rate: number,
  { low = 0, high = 1 }: { readonly low?: number; readonly high?: number } = {},
): Corruption {
  checkFraction('saltAndPepperCorruption(rate)', rate, 'excluded');
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    throw new RangeError(
      `saltAndPepperCorruption(rate, { low, high }): expected finite values, got ${low} and ${high}.`,
    );
  }
  return {
    config: { kind: 'salt and pepper', rate, low, high },
    apply: (x, rng) =>
      tf.tidy(() => {
        const hit = kept(x, 1 - rate, rng);
        const value = tf.add(tf.mul(kept(x, 0.5, rng), high - low), low);
        return tf.add(tf.mul(x, tf.sub(1, hit)), tf.mul(value, hit));
      }),
  };
}

/**
 * Returns the corruption x~ = x + N(0, scale^2 I).
 *
 * @throws RangeError unless `scale` is positive and finite.
 */
export function gaussianCorruption(scale: number): Corruption {
  checkPositive('gaussianCorruption(scale)', scale);
  return {
    config: { kind: 'gaussian', scale },
    apply: (x, rng) =>
      tf.tidy(() => tf.add(x, tf.mul(tf.tensor(rng.fillNormal(new Float32Array(x.size)), x.shape), scale))),
  };
}

/**
 * Returns the corruption x~ = x + epsilon, with epsilon of any distribution over R^d that does not depend on x: the note's own
 * definition.
 *
 * A file cannot hold the distribution, only its family, mean and variance, for comparison. To load a model with this corruption,
 * give it again: `load((options) => createAutoencoder({ ...options, corruption }), source)`.
 *
 * @param noise A distribution of scalars, one per coordinate, or of vectors `[d]`.
 * @throws RangeError for a batch of distributions; when corrupting, if x is not `[batch, d]`.
 * @see Stratos section 1.2
 */
export function additiveCorruption(noise: Distribution): Corruption {
  const { eventShape, batchShape } = noise;
  if (batchShape.length > 0 || eventShape.length > 1) {
    throw new RangeError(
      `additiveCorruption(noise): expected one distribution of scalars or vectors, got batch shape [${batchShape}] and event shape [${eventShape}].`,
    );
  }
  return {
    config: { kind: 'additive', family: noise.family, ...moments(noise) },
    apply: (x, rng) =>
      tf.tidy(() => {
        const [width] = eventShape;
        if (width !== undefined && x.shape.at(-1) !== width) {
          throw new RangeError(`additiveCorruption(noise): expected x [batch, ${width}], got [${x.shape}].`);
        }
        return tf.add(x, noise.sample(rng, width === undefined ? x.shape : x.shape.slice(0, -1)));
      }),
  };
}

/** Returns mean and variance of a distribution, as a file can hold them: null where they are not finite. */
function moments(noise: Distribution): { readonly mean: readonly Json[]; readonly variance: readonly Json[] } {
  const numbers = (make: () => tf.Tensor) =>
    Array.from(
      tf.tidy(() => make().dataSync()),
      (value) => (Number.isFinite(value) ? value : null),
    );
  return { mean: numbers(() => noise.mean()), variance: numbers(() => noise.variance()) };
}

/** Returns 1 with probability 1 - rate and else 0, of the shape of x. */
function kept(x: tf.Tensor, rate: number, rng: Rng): tf.Tensor {
  const uniform = rng.fillUniform(new Float32Array(x.size));
  return tf.tensor(
    uniform.map((u) => Number(u >= rate)),
    x.shape,
  );
}
