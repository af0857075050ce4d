import {
  Categorical,
  type Conditional,
  Independent,
  MixtureSameFamily,
  MultivariateNormalDiag,
  Normal,
  OneHotCategorical,
} from '@latents/core';
import { checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { Prior } from './prior.js';

/**
 * Returns the prior N(0, I).
 *
 * @throws RangeError, as all priors do, for a size that is not a positive integer.
 */
export function standardPrior(dimension: number): Prior {
  checkPositiveInteger('standardPrior(dimension)', dimension);
  return {
    kind: 'standard',
    dimension,
    variables: {},
    distribution: () => MultivariateNormalDiag.standard(dimension),
    dispose: () => undefined,
  };
}

/** Returns the prior N(loc, diag(scale^2)). Both are learned, and start from N(0, I). */
export function learnedPrior(dimension: number): Prior {
  checkPositiveInteger('learnedPrior(dimension)', dimension);
  const variables = tf.tidy(() => ({
    loc: tf.variable(tf.zeros([dimension])),
    logVariance: tf.variable(tf.zeros([dimension])),
  }));
  return {
    kind: 'learned',
    dimension,
    variables,
    distribution: () => MultivariateNormalDiag.fromLogVariance(variables),
    dispose: () => tf.dispose(variables),
  };
}

/**
 * Returns a mixture of diagonal normals as the prior. Weights, means and variances are learned. The rate then has no closed form:
 * it is that of one draw.
 *
 * @param rng Draws the first means, from N(0, I).
 */
export function mixturePrior(dimension: number, components: number, rng: Rng): Prior {
  checkPositiveInteger('mixturePrior(dimension, components, rng)', dimension, 'dimension');
  checkPositiveInteger('mixturePrior(dimension, components, rng)', components, 'components');
  checkRng('mixturePrior(dimension, components, rng)', rng);
  rng.checkAllowance(components * dimension);
  const start = rng.fillNormal(new Float32Array(components * dimension));
  const variables = tf.tidy(() => ({
    logits: tf.variable(tf.zeros([components])),
    loc: tf.variable(tf.tensor2d(start, [components, dimension])),
    logVariance: tf.variable(tf.zeros([components, dimension])),
  }));
  return {
    kind: 'mixture',
    config: { kind: 'mixture', dimension, components },
    dimension,
    variables,
    distribution: () =>
      new MixtureSameFamily({
        mixing: new Categorical({ logits: variables.logits, validate: false }),
        components: new Independent(
          new Normal({ loc: variables.loc, scale: tf.exp(tf.mul(variables.logVariance, 0.5)), validate: false }),
          1,
        ),
      }),
    dispose: () => tf.dispose(variables),
  };
}

export interface VampPriorOptions {
  /** The dimension of z. */
  readonly dimension: number;
  /** The length of an example. */
  readonly inputDim: number;
  /** Number of pseudo-inputs. */
  readonly components: number;
  /** Whether pseudo-inputs are kept between 0 and 1, as pixels are. */
  readonly unitInterval: boolean;
  /** Draws the first pseudo-inputs. */
  readonly rng: Rng;
}

/**
 * Returns the uniform prior over one-hot vectors, for a model whose latent is one of `classes` (see {@link enumeratedElbo}).
 *
 * @example
 * ```ts
 * import { oneHotHead, uniformPrior, Vae } from '@latents/autoencoders';
 * import { bernoulliHead, conditional, createRng, mlp } from '@latents/core';
 *
 * const rng = createRng(0);
 * const vae = new Vae({
 *   encoder: conditional(mlp({ inputDim: 4, hidden: [], outputDim: 3, rng }), oneHotHead(3)),
 *   decoder: conditional(mlp({ inputDim: 3, hidden: [], outputDim: 4, rng }), bernoulliHead(4)),
 *   prior: uniformPrior(3),
 *   support: 'bits',
 * });
 * vae.generate(2, rng).shape; // => [2, 4]
 * ```
 */
export function uniformPrior(classes: number): Prior {
  checkPositiveInteger('uniformPrior(classes)', classes);
  return {
    kind: 'uniform',
    dimension: classes,
    variables: {},
    distribution: () => new OneHotCategorical({ logits: tf.zeros([classes]), validate: false }),
    dispose: () => undefined,
  };
}

/**
 * Returns the VampPrior, a mixture of posteriors at learned pseudo-inputs u: P(z) = 1/K sum_k Q(z | u_k). It moves with the encoder.
 * The rate is that of one draw.
 *
 * @see Tomczak & Welling 2018, eq. 8
 */
export function vampPrior({ dimension, inputDim, components, unitInterval, rng }: VampPriorOptions): Prior {
  for (const [name, size] of Object.entries({ dimension, inputDim, components })) {
    checkPositiveInteger(`vampPrior({ ${name} })`, size);
  }
  checkRng('vampPrior({ rng })', rng);
  rng.checkAllowance(components * inputDim);
  const start = rng.fillNormal(new Float32Array(components * inputDim));
  const variables = tf.tidy(() => ({ pseudoInputs: tf.variable(tf.tensor2d(start, [components, inputDim])) }));
  return {
    kind: 'vamp',
    config: { kind: 'vamp', dimension, inputDim, components, unitInterval },
    dimension,
    variables,
    distribution: (encoder: Conditional) => {
      const inputs = unitInterval ? tf.sigmoid(variables.pseudoInputs) : (variables.pseudoInputs as tf.Tensor);
      return new MixtureSameFamily({
        mixing: new Categorical({ logits: tf.zeros([components]), validate: false }),
        components: encoder.given(inputs),
      });
    },
    dispose: () => tf.dispose(variables),
  };
}
