import * as tf from '@tensorflow/tfjs-core';
import { sumLast } from '../base/sum-last.js';
import { type Bijector, type Mapped, mapped } from './bijector.js';

/**
 * The inverse map.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * bijectors.invert(bijectors.exp()).forward(tf.scalar(Math.E)).dataSync()[0]; // => 1
 * ```
 */
export function invert(bijector: Bijector): Bijector {
  return {
    name: `invert(${bijector.name})`,
    // The axes of the output; for the maps here that change the rank (lower Cholesky) that is one more than the input's.
    eventRank: bijector.inverseShape([3, 3]).length === 1 ? 2 : bijector.eventRank,
    image: { kind: 'unspecified' },
    ...(bijector.direction && { direction: bijector.direction }),
    forward: (x) => bijector.inverse(x),
    inverse: (y) => bijector.forward(y),
    logDeterminant: (x) => tf.tidy(() => tf.neg(bijector.logDeterminant(bijector.inverse(x)))),
    forwardShape: (shape) => bijector.inverseShape(shape),
    inverseShape: (shape) => bijector.forwardShape(shape),
  };
}

/**
 * The maps one after the other, the first one first.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * bijectors.chain(bijectors.exp(), bijectors.affine({ loc: 1 })).forward(tf.scalar(0)).dataSync()[0]; // => 2
 * ```
 */
export function chain(...bijectors: readonly Bijector[]): Bijector {
  const last = bijectors.at(-1);
  if (last === undefined) throw new RangeError('chain(...bijectors): expected at least one bijector, got none.');
  const eventRank = Math.max(...bijectors.map((b) => b.eventRank));
  const both = (x: tf.Tensor): Mapped => {
    let value = x;
    let total: tf.Tensor | undefined;
    for (const b of bijectors) {
      const step = mapped(b, value);
      const own = sumLast(step.logDeterminant, eventRank - b.eventRank);
      total = total === undefined ? own : tf.add(total, own);
      value = step.value;
    }
    return { value, logDeterminant: total! };
  };
  return {
    name: `chain(${bijectors.map((b) => b.name).join(', ')})`,
    eventRank,
    image: last.name === 'affine' ? { kind: 'unspecified' } : last.image,
    ...(bijectors.every((b) => b.direction) && {
      direction: () =>
        bijectors
          .map((b) => b.direction!())
          .reduce((a, b) => (typeof a === 'number' && typeof b === 'number' ? a * b : tf.mul(a, b))),
    }),
    forward: (x) => tf.tidy(() => bijectors.reduce((value, b) => b.forward(value), x)),
    inverse: (y) => tf.tidy(() => bijectors.reduceRight((value, b) => b.inverse(value), y)),
    logDeterminant: (x) => tf.tidy(() => both(x).logDeterminant),
    forwardAndLogDeterminant: (x) => {
      const [value, logDeterminant] = tf.tidy(() => {
        const { value, logDeterminant } = both(x);
        return [value, logDeterminant] as [tf.Tensor, tf.Tensor];
      });
      return { value, logDeterminant };
    },
    forwardShape: (shape) => bijectors.reduce((value, b) => b.forwardShape(value), shape),
    inverseShape: (shape) => bijectors.reduceRight((value, b) => b.inverseShape(value), shape),
  };
}
