import {
  Bernoulli,
  Categorical,
  type Distribution,
  Independent,
  MixtureSameFamily,
  MultivariateNormalDiag,
  OneHotCategorical,
} from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import { AutoregressiveBernoulli, type AutoregressiveWeights } from './autoregressive-bernoulli.js';
import type { SupportName } from './sequences.js';

/** Emissions whose parameters are all put out by the network. */
export type SimpleEmission =
  /** Independent bits. */
  | 'bernoulli'
  /** One of inputDim symbols, as a one-hot vector. */
  | 'categorical'
  /** Real vectors with a learned mean and a learned diagonal variance. */
  | 'normal'
  /** Real vectors from a mixture of such normals, as Chung et al. use for speech and handwriting. */
  | { readonly mixture: { readonly components: number } };

/** How the output of a network becomes an emission of a given temperature. */
export interface EmissionHead {
  /** How many numbers the network must put out for one step. */
  readonly units: number;
  readonly support: SupportName;
  /** The distribution whose parameters are `outputs`, `[...batch, units]`. */
  distribution(outputs: tf.Tensor, temperature: number): Distribution;
}

/** Returns the head of an emission over x_t of length `inputDim`. The kind was checked. */
export function emissionHead(kind: SimpleEmission, inputDim: number): EmissionHead {
  switch (kind) {
    case 'bernoulli':
      return {
        units: inputDim,
        support: 'bits',
        distribution: (outputs, temperature) =>
          new Independent(new Bernoulli({ logits: tf.div(outputs, temperature), validate: false }), 1),
      };
    case 'categorical':
      return {
        units: inputDim,
        support: 'one-hot',
        distribution: (outputs, temperature) =>
          new OneHotCategorical({ logits: tf.div(outputs, temperature), validate: false }),
      };
    case 'normal':
      return {
        units: 2 * inputDim,
        support: 'reals',
        distribution: (outputs, temperature) => {
          const [loc, logVariance] = tf.split(outputs, 2, -1) as [tf.Tensor, tf.Tensor];
          return normals(loc, logVariance, temperature);
        },
      };
  }
  return mixtureHead(kind.mixture.components, inputDim);
}

/** The network puts out the logits of the components, then their means, then their log-variances. */
function mixtureHead(components: number, inputDim: number): EmissionHead {
  const each = components * inputDim;
  return {
    units: components + 2 * each,
    support: 'reals',
    distribution: (outputs, temperature) => {
      const [logits, locs, logVariances] = tf.split(outputs, [components, each, each], -1) as tf.Tensor[];
      const apart = (flat: tf.Tensor) => tf.reshape(flat, [...flat.shape.slice(0, -1), components, inputDim]);
      return new MixtureSameFamily({
        mixing: new Categorical({ logits: tf.div(logits!, temperature), validate: false }),
        components: normals(apart(locs!), apart(logVariances!), temperature),
      });
    },
  };
}

/** Bits one after another: the network puts out offsets of their logits, then of the hidden units between them. */
export function autoregressiveHead(weights: AutoregressiveWeights): EmissionHead {
  const { bits, hidden } = weights;
  return {
    units: bits + hidden,
    support: 'bits',
    distribution: (outputs, temperature) => {
      const [logitOffsets, hiddenOffsets] = tf.split(outputs, [bits, hidden], -1) as [tf.Tensor, tf.Tensor];
      return new AutoregressiveBernoulli({ logitOffsets, hiddenOffsets, weights, temperature });
    },
  };
}

function normals(loc: tf.Tensor, logVariance: tf.Tensor, temperature: number): MultivariateNormalDiag {
  return MultivariateNormalDiag.fromLogVariance({ loc, logVariance: tf.add(logVariance, 2 * Math.log(temperature)) });
}
