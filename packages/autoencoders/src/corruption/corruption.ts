import type { Distribution, Json } from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** A kernel q(x~ | x): what a denoising autoencoder is shown instead of x. */
export interface Corruption {
  /** Kept with saved weights. */
  readonly config: { readonly kind: string; readonly [option: string]: Json };
  /** A draw of x~ for each example, of the shape of x. The same numbers on every backend. */
  apply(x: tf.Tensor, rng: Rng): tf.Tensor;
}

/**
 * Each coordinate becomes 0 with probability `rate`, and the others stay as they are: Vincent's masking noise, and the note's
 * epsilon_i = -x_i. It depends on x, so it is no fixed distribution of epsilon (ERRATA E6), and it is dropout *without* rescaling
 * (E7): the mean of x~ is (1 - rate) x.
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
  checkRate('maskingCorruption(rate)', rate);
  return { config: { kind: 'masking', rate }, apply: (x, rng) => tf.tidy(() => tf.mul(x, kept(x, rate, rng))) };
}

/**
 * Dropout at the input layer, as it is done today: each coordinate becomes 0 with probability `rate`, and the others are divided by
 * 1 - rate, so that the mean of x~ is x. Not the note's noise (ERRATA E7): {@link maskingCorruption} is.
 *
 * @see Srivastava et al. 2014
 */
export function dropoutCorruption(rate: number): Corruption {
  checkRate('dropoutCorruption(rate)', rate);
  return {
    config: { kind: 'dropout', rate },
    apply: (x, rng) => tf.tidy(() => tf.div(tf.mul(x, kept(x, rate, rng)), 1 - rate)),
  };
}

/**
 * Each coordinate becomes `low` or `high`, one as likely as the other, with probability `rate`.
 *
 * @param options The darkest and the brightest value (default 0 and 1).
 * @throws RangeError also for values that are not finite.
 * @see Vincent et al. 2010, section 3.3
 */
export function saltAndPepperCorruption(
  rate: number,
  { low = 0, high = 1 }: { readonly low?: number; readonly high?: number } = {},
): Corruption {
  checkRate('saltAndPepperCorruption(rate)', rate);
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
 * x~ = x + N(0, scale^2 I).
 *
 * @throws RangeError unless `scale` is positive and finite.
 */
export function gaussianCorruption(scale: number): Corruption {
  if (!(scale > 0 && scale < Infinity)) {
    throw new RangeError(`gaussianCorruption(scale): expected a positive finite standard deviation, got ${scale}.`);
  }
  return {
    config: { kind: 'gaussian', scale },
    apply: (x, rng) =>
      tf.tidy(() => tf.add(x, tf.mul(tf.tensor(rng.fillNormal(new Float32Array(x.size)), x.shape), scale))),
  };
}

/**
 * x~ = x + epsilon for epsilon of any distribution over R^d that does not depend on x: the note's own definition.
 *
 * @param noise Draws scalars, one a coordinate, or vectors `[d]`.
 * @throws RangeError, corrupting, if x is not `[batch, d]`.
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
    config: { kind: 'additive', family: noise.family },
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

/** 1 with probability 1 - rate and else 0, of the shape of x. */
function kept(x: tf.Tensor, rate: number, rng: Rng): tf.Tensor {
  const uniform = rng.fillUniform(new Float32Array(x.size));
  return tf.tensor(
    uniform.map((u) => Number(u >= rate)),
    x.shape,
  );
}

function checkRate(where: string, rate: number): void {
  if (!(rate > 0 && rate < 1)) {
    throw new RangeError(`${where}: expected a number between 0 and 1, both excluded, got ${rate}.`);
  }
}
