import { logSumExp, type TensorBound, tensorBound } from '@latents/core';
import { checkPositiveInteger } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/**
 * MIWAE: the mean of `groups` importance-weighted bounds, each of samples / groups draws. One group is the importance-weighted
 * bound, as many groups as draws the ELBO. Call it inside `tf.tidy`.
 *
 * @param logWeights `[samples, batch]`, in nats; see `logWeights`.
 *
 * @example
 * ```ts
 * import { multiplyImportanceWeightedBound } from '@latents/autoencoders';
 *
 * const weights = tf.tensor2d([[0], [2]]);
 * multiplyImportanceWeightedBound(weights, { groups: 2 }).value.dataSync()[0]; // => 1
 * ```
 * @throws RangeError for another shape, or if `groups` does not divide the samples.
 * @see Rainforth et al. 2018, "Tighter variational bounds are not necessarily better", eq. 7
 */
export function multiplyImportanceWeightedBound(
  logWeights: tf.Tensor2D,
  { groups }: { readonly groups: number },
): TensorBound<'lower'> {
  const where = 'multiplyImportanceWeightedBound(logWeights, { groups })';
  const [samples, batch] = checkWeights(where, logWeights);
  checkPositiveInteger(where, groups);
  if (samples % groups !== 0) {
    throw new RangeError(`${where}: expected a divisor of the ${samples} samples, got ${groups}.`);
  }
  const size = samples / groups;
  const nats = tf.reshape<tf.Rank.R0>(
    tf.mean(tf.sub(logSumExp(tf.reshape(logWeights, [groups, size, batch]), 1), Math.log(size))),
    [],
  );
  return tensorBound('lower', 'log p(x)', [{ name: 'multiply importance weighted', nats, weight: 1 }]);
}

/**
 * CIWAE: `mix` times the ELBO plus 1 - `mix` times the importance-weighted bound of the same draws; a convex combination of lower
 * bounds is one. Call it inside `tf.tidy`.
 *
 * @param logWeights `[samples, batch]`, in nats; see `logWeights`.
 *
 * @example
 * ```ts
 * import { combinedBound } from '@latents/autoencoders';
 *
 * const weights = tf.tensor2d([[0], [2]]);
 * combinedBound(weights, { mix: 1 }).value.dataSync()[0]; // => 1
 * ```
 * @throws RangeError for another shape, or a `mix` outside [0, 1].
 * @see Rainforth et al. 2018, eq. 8
 */
export function combinedBound(logWeights: tf.Tensor2D, { mix }: { readonly mix: number }): TensorBound<'lower'> {
  const where = 'combinedBound(logWeights, { mix })';
  const [samples] = checkWeights(where, logWeights);
  if (!(mix >= 0 && mix <= 1)) throw new RangeError(`${where}: expected a number from 0 to 1, got ${mix}.`);
  const weighted = tf.reshape<tf.Rank.R0>(tf.mean(tf.sub(logSumExp(logWeights, 0), Math.log(samples))), []);
  return tensorBound('lower', 'log p(x)', [
    { name: 'elbo', nats: tf.reshape<tf.Rank.R0>(tf.mean(logWeights), []), weight: mix },
    { name: 'importance weighted', nats: weighted, weight: 1 - mix },
  ]);
}

function checkWeights(where: string, logWeights: tf.Tensor2D): [number, number] {
  if (logWeights.rank !== 2 || logWeights.size === 0) {
    throw new RangeError(`${where}: expected log-weights [samples, batch], got [${logWeights.shape}].`);
  }
  return logWeights.shape;
}
