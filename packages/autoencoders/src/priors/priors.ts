import {
  Categorical,
  type Conditional,
  Independent,
  MixtureSameFamily,
  MultivariateNormalDiag,
  Normal,
} from '@latents/core';
import { checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { Prior } from './prior.js';

/** N(0, I). Throws a RangeError, as all priors do, for a size that is not a positive integer. */
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

/** N(loc, diag(scale^2)), both learned, from N(0, I) on. */
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
 * A mixture of diagonal normals, weights, means and variances learned. The rate has no closed form then: it is that of one draw.
 *
 * @param rng Draws the means that it starts from, N(0, I).
 */
export function mixturePrior(dimension: number, components: number, rng: Rng): Prior {
  checkPositiveInteger('mixturePrior(dimension, components, rng)', dimension, 'dimension');
  checkPositiveInteger('mixturePrior(dimension, components, rng)', components, 'components');
  const start = rng.fillNormal(new Float32Array(components * dimension));
  const variables = tf.tidy(() => ({
    logits: tf.variable(tf.zeros([components])),
    loc: tf.variable(tf.tensor2d(start, [components, dimension])),
    logVariance: tf.variable(tf.zeros([components, dimension])),
  }));
  return {
    kind: 'mixture',
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
  readonly dimension: number;
  /** The length of an example. */
  readonly inputDim: number;
  /** How many pseudo-inputs. */
  readonly components: number;
  /** Whether pseudo-inputs are kept between 0 and 1, as pixels are. */
  readonly unitInterval: boolean;
  readonly rng: Rng;
}

/**
 * The VampPrior, a mixture of posteriors at learned pseudo-inputs u: P(z) = 1/K sum_k Q(z | u_k). It moves with the encoder, and a model
 * needs no closed form of it: the rate is that of one draw.
 *
 * @see Tomczak & Welling 2018, eq. 8
 */
export function vampPrior({ dimension, inputDim, components, unitInterval, rng }: VampPriorOptions): Prior {
  for (const [name, size] of Object.entries({ dimension, inputDim, components })) {
    checkPositiveInteger(`vampPrior({ ${name} })`, size);
  }
  const start = rng.fillNormal(new Float32Array(components * inputDim));
  const variables = tf.tidy(() => ({ pseudoInputs: tf.variable(tf.tensor2d(start, [components, inputDim])) }));
  return {
    kind: 'vamp',
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
