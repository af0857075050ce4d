import * as tf from '@tensorflow/tfjs-core';
import type { Categorical, Distribution, MixtureSameFamily } from '../distributions/index.js';
import { logSumExp } from '../operations/index.js';
import { klDivergence } from './kl-divergence.js';

/**
 * The variational approximation of KL(q || p) between mixtures: sum_i a_i log (sum_i' a_i' e^-KL(q_i||q_i') / sum_j b_j
 * e^-KL(q_i||p_j)). No bound, but zero for equal mixtures and close for separated ones.
 *
 * @param crossPairs KL(q_i || p_j) for all pairs, `[...batchShape, kq, kp]`.
 * @param ownPairs KL(q_i || q_i'), `[...batchShape, kq, kq]`.
 *
 * @example
 * ```ts
 * import { Categorical, MixtureSameFamily, Normal, componentKls, variationalMixtureKl } from '@latents/core';
 *
 * const mixing = new Categorical({ logits: tf.zeros([2]) });
 * const mixture = new MixtureSameFamily({ mixing, components: new Normal({ loc: tf.tensor1d([-1, 3]), scale: 1 }) });
 * const expand = ({ loc }, axis) => new Normal({ loc: tf.expandDims(loc, axis), scale: 1 });
 * const pairs = componentKls(mixture, mixture, expand);
 * variationalMixtureKl(mixing, mixing, pairs, pairs).dataSync()[0]; // => 0
 * ```
 * @see Hershey & Olsen 2007, eq. 20
 */
export function variationalMixtureKl(
  q: Categorical,
  p: Categorical,
  crossPairs: tf.Tensor,
  ownPairs: tf.Tensor,
): tf.Tensor {
  return tf.tidy(() => {
    const [a, b] = [q.logProbabilities(), p.logProbabilities()];
    const own = logSumExp(tf.sub(tf.expandDims(a, -2), ownPairs), -1);
    const cross = logSumExp(tf.sub(tf.expandDims(b, -2), crossPairs), -1);
    return tf.sum(tf.mul(tf.exp(a), tf.sub(own, cross)), -1);
  });
}

/**
 * The matching approximation of KL(q || p) between mixtures: each component of q is compared with the one of p that is nearest,
 * sum_i a_i min_j (KL(q_i||p_j) + log a_i / b_j).
 *
 * @param crossPairs KL(q_i || p_j) for all pairs, `[...batchShape, kq, kp]`.
 *
 * @example
 * ```ts
 * import { Categorical, MixtureSameFamily, Normal, componentKls, matchingMixtureKl } from '@latents/core';
 *
 * const mixing = new Categorical({ logits: tf.zeros([2]) });
 * const mixture = new MixtureSameFamily({ mixing, components: new Normal({ loc: tf.tensor1d([-1, 3]), scale: 1 }) });
 * const expand = ({ loc }, axis) => new Normal({ loc: tf.expandDims(loc, axis), scale: 1 });
 * const pairs = componentKls(mixture, mixture, expand);
 * matchingMixtureKl(mixing, mixing, pairs).dataSync()[0]; // => 0
 * ```
 * @see Goldberger, Gordon & Greenspan 2003
 */
export function matchingMixtureKl(q: Categorical, p: Categorical, crossPairs: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [a, b] = [q.logProbabilities(), p.logProbabilities()];
    const cost = tf.sub(tf.add(crossPairs, tf.expandDims(a, -1)), tf.expandDims(b, -2));
    return tf.sum(tf.mul(tf.exp(a), tf.min(cost, -1)), -1);
  });
}

/** What makes the components of a mixture again from parameters with more axes. */
export type Expand<D extends Distribution> = (components: D, axis: -1 | -2) => D;

/**
 * KL(q_i || p_j) for all pairs of components, `[...batchShape, kq, kp]`. `expand` inserts an axis of size one into a family's
 * parameters: `(c, axis) => new Normal({ loc: c.loc.expandDims(axis), ... })`, axis counted in the batch shape.
 *
 * @example
 * ```ts
 * import { Categorical, MixtureSameFamily, Normal, componentKls } from '@latents/core';
 *
 * const mixing = new Categorical({ logits: tf.zeros([2]) });
 * const mixture = new MixtureSameFamily({ mixing, components: new Normal({ loc: tf.tensor1d([-1, 3]), scale: 1 }) });
 * const expand = ({ loc }, axis) => new Normal({ loc: tf.expandDims(loc, axis), scale: 1 });
 * componentKls(mixture, mixture, expand).dataSync()[1]; // => 8
 * ```
 */
export function componentKls<D extends Distribution>(
  q: MixtureSameFamily<D>,
  p: MixtureSameFamily<D>,
  expand: Expand<D>,
): tf.Tensor {
  return tf.tidy(() => klDivergence(expand(q.components, -1), expand(p.components, -2)));
}
