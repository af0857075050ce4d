import { Bernoulli, type Distribution, Independent, Normal, OneHotCategorical } from '@latents/core';
import { checkInteger, checkPositiveInteger, type Rng } from '@latents/math';
import type { Json } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';

/** A latent code: its prior, whose draws the generator is fed, and the family of the posterior Q(c | x). */
export interface Code {
  /** Plain JSON description; models keep it. */
  readonly config: { readonly kind: string; readonly [key: string]: Json };
  /** Length of the code as the generator is given it. */
  readonly dimension: number;
  /** Number of parameters of Q that a network must output. */
  readonly units: number;
  /** H(c), in nats; the differential entropy of a continuous code. */
  readonly entropy: number;
  /**
   * Upper limit of H(c) + E log Q(c | x), in nats. For a discrete code it is H(c). For a continuous code it is set by the least
   * scale of Q, and is below H(c) if that scale is large.
   */
  readonly ceiling: number;
  /** Returns the values of a traversal: all of a discrete code; `count` of a continuous one, in its first coordinate. */
  values(count: number): number[][];
  /** Draws from the prior, `[count, dimension]`, the same on every backend. */
  sample(count: number, rng: Rng): tf.Tensor2D;
  /**
   * Returns Q(c | x), a distribution over `[dimension]`, from a network's outputs `[batch, units]`.
   *
   * @throws RangeError for outputs of another shape.
   */
  posterior(outputs: tf.Tensor): Distribution;
}

/**
 * Returns a code that is one of `classes` classes with equal probability, fed as an indicator: H(c) = log `classes`.
 *
 * @example
 * ```ts
 * import { categoricalCode, createInfoGan, gaussianNoise, uniformCode } from '@latents/gan';
 * import { createRng } from '@latents/math';
 *
 * const codes = { digit: categoricalCode(10), slant: uniformCode(1) };
 * const gan = createInfoGan({ dataDim: 784, noise: gaussianNoise(62), codes, rng: createRng(0) });
 * gan.sample(5, createRng(1)).shape; // => [5, 784]
 * gan.dispose();
 * ```
 * @throws RangeError for fewer than two classes: a code of one says nothing.
 * @see Chen et al. 2016, section 5
 */
export function categoricalCode(classes: number): Code {
  checkInteger('categoricalCode(classes)', classes, 2);
  const indicator = (k: number): number[] => Array.from({ length: classes }, (_, i) => Number(i === k));
  return {
    config: { kind: 'categorical', classes },
    dimension: classes,
    units: classes,
    entropy: Math.log(classes),
    ceiling: Math.log(classes),
    values: () => Array.from({ length: classes }, (_, k) => indicator(k)),
    sample: (count, rng) => {
      checkPositiveInteger('categoricalCode(classes).sample(count, rng)', count);
      const values = new Float32Array(count * classes);
      for (let i = 0; i < count; i++) values[i * classes + rng.integer(classes)] = 1;
      return tf.tensor2d(values, [count, classes]);
    },
    posterior: (logits) =>
      new OneHotCategorical({ logits: checkUnits('categoricalCode', logits, classes), validate: false }),
  };
}

/**
 * Returns a code of independent fair bits: H(c) = `dimension` log 2.
 *
 * @example
 * ```ts
 * import { bernoulliCode } from '@latents/gan';
 *
 * bernoulliCode(3).entropy; // => 2.0794415
 * ```
 * @throws RangeError unless `dimension` is a positive integer.
 */
export function bernoulliCode(dimension: number): Code {
  checkPositiveInteger('bernoulliCode(dimension)', dimension);
  const entropy = dimension * Math.LN2;
  return {
    config: { kind: 'bernoulli', dimension },
    dimension,
    units: dimension,
    entropy,
    ceiling: entropy,
    values: () => [0, 1].map((bit) => firstOf(dimension, bit)),
    sample: (count, rng) => {
      checkPositiveInteger('bernoulliCode(dimension).sample(count, rng)', count);
      const values = new Float32Array(count * dimension);
      for (let i = 0; i < values.length; i++) values[i] = rng.integer(2);
      return tf.tensor2d(values, [count, dimension]);
    },
    posterior: (logits) =>
      new Independent(new Bernoulli({ logits: checkUnits('bernoulliCode', logits, dimension), validate: false }), 1),
  };
}

export interface ContinuousCodeOptions {
  /**
   * Standard deviation of the normal Q, which then learns its mean only. Without it Q learns both (ERRATA E34). With 1, as in the
   * authors' program, the bound is a squared error, and far below the information.
   */
  readonly scale?: number;
  /** Lower limit of a learned standard deviation (default 0.1). Without a limit the bound of a continuous code has no ceiling. */
  readonly leastScale?: number;
}

/**
 * Returns a code that is uniform on [-1, 1]^dimension: H(c) = `dimension` log 2.
 *
 * @example
 * ```ts
 * import { uniformCode } from '@latents/gan';
 *
 * const tilt = uniformCode(1, { leastScale: 0.2 });
 * tilt.values(3); // => [[-1], [0], [1]]
 * // The upper limit of the bound is above the entropy, as Q may be sure of the value.
 * tilt.ceiling > tilt.entropy; // => true
 * ```
 * @throws RangeError for a dimension that is not a positive integer, or a scale that is not positive and finite.
 */
export function uniformCode(dimension: number, options: ContinuousCodeOptions = {}): Code {
  checkPositiveInteger('uniformCode(dimension)', dimension);
  return continuous('uniform', dimension, dimension * Math.LN2, options, {
    fill: (values, rng) => {
      rng.fillUniform(values);
      for (let i = 0; i < values.length; i++) values[i] = 2 * values[i]! - 1;
    },
    extent: 1,
  });
}

/**
 * Returns a code that is N(0, I): H(c) = `dimension` / 2 log(2 pi e).
 *
 * @example
 * ```ts
 * import { gaussianCode } from '@latents/gan';
 *
 * // Q learns mean and scale, or the mean alone.
 * [gaussianCode(2).units, gaussianCode(2, { scale: 1 }).units]; // => [4, 2]
 * ```
 * @throws RangeError as {@link uniformCode} does.
 */
export function gaussianCode(dimension: number, options: ContinuousCodeOptions = {}): Code {
  checkPositiveInteger('gaussianCode(dimension)', dimension);
  return continuous('gaussian', dimension, (dimension / 2) * (1 + Math.log(2 * Math.PI)), options, {
    fill: (values, rng) => rng.fillNormal(values),
    extent: 2,
  });
}

function continuous(
  kind: 'uniform' | 'gaussian',
  dimension: number,
  entropy: number,
  { scale, leastScale = 0.1 }: ContinuousCodeOptions,
  { fill, extent }: { readonly fill: (values: Float32Array, rng: Rng) => unknown; readonly extent: number },
): Code {
  for (const [name, value] of Object.entries({ scale, leastScale })) {
    if (value !== undefined && !(value > 0 && value < Infinity)) {
      throw new RangeError(`${kind}Code({ ${name} }): expected a positive finite standard deviation, got ${value}.`);
    }
  }
  const least = scale ?? leastScale;
  const units = scale === undefined ? 2 * dimension : dimension;
  return {
    config: { kind, dimension, ...(scale === undefined ? { leastScale } : { scale }) },
    dimension,
    units,
    entropy,
    ceiling: entropy - dimension * (Math.log(least) + 0.5 * Math.log(2 * Math.PI)),
    values: (count) =>
      Array.from({ length: count }, (_, i) =>
        firstOf(dimension, count === 1 ? 0 : extent * ((2 * i) / (count - 1) - 1)),
      ),
    sample: (count, rng) => {
      checkPositiveInteger(`${kind}Code(dimension).sample(count, rng)`, count);
      const values = new Float32Array(count * dimension);
      fill(values, rng);
      return tf.tensor2d(values, [count, dimension]);
    },
    posterior: (outputs) => {
      const normal = (loc: tf.Tensor, spread: tf.Tensor | number) =>
        new Independent(new Normal({ loc, scale: spread, validate: false }), 1);
      checkUnits(`${kind}Code`, outputs, units);
      if (scale !== undefined) return normal(outputs, scale);
      const [loc, free] = tf.split(outputs, 2, -1) as [tf.Tensor, tf.Tensor];
      return normal(loc, tf.add(tf.softplus(free), leastScale));
    },
  };
}

/** Returns a vector with the value in its first coordinate and zeros elsewhere. */
function firstOf(dimension: number, value: number): number[] {
  return Array.from({ length: dimension }, (_, i) => (i === 0 ? value : 0));
}

function checkUnits(code: string, outputs: tf.Tensor, units: number): tf.Tensor {
  if (outputs.shape.at(-1) !== units) {
    throw new RangeError(`${code}.posterior(outputs): expected outputs [batch, ${units}], got [${outputs.shape}].`);
  }
  return outputs;
}
