import * as tf from '@tensorflow/tfjs-core';
import { log1mexp, log1p } from '../../special/index.js';
import type { Parameter } from '../base/parameter.js';
import { POSITIVE_LINE, REAL_LINE, UNIT_INTERVAL } from '../base/support.js';
import { type Bijector, elementwiseBijector } from './bijector.js';

/**
 * y = loc + scale x, `scale` of either sign, not 0.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * bijectors.affine({ loc: 1, scale: 2 }).forward(tf.scalar(3)).dataSync()[0]; // => 7
 * ```
 */
export function affine({ loc = 0, scale = 1 }: { readonly loc?: Parameter; readonly scale?: Parameter }): Bijector {
  return elementwiseBijector({
    name: 'affine',
    image: REAL_LINE,
    direction: () => (typeof scale === 'number' ? Math.sign(scale) : tf.sign(scale)),
    forward: (x) => tf.tidy(() => tf.add(loc, tf.mul(scale, x))),
    inverse: (y) => tf.tidy(() => tf.div(tf.sub(y, loc), scale)),
    logDeterminant: (x) => tf.tidy(() => tf.add(tf.log(tf.abs(scale)), tf.zerosLike(x))),
  });
}

/**
 * y = e^x.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * bijectors.exp().logDeterminant(tf.scalar(3)).dataSync()[0]; // => 3
 * ```
 */
export function exp(): Bijector {
  return elementwiseBijector({
    name: 'exp',
    image: POSITIVE_LINE,
    direction: () => 1,
    forward: (x) => tf.exp(x),
    inverse: (y) => tf.log(y),
    logDeterminant: (x) => x.clone(),
  });
}

/**
 * y = 1 / (1 + e^-x).
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * bijectors.sigmoid().forward(tf.scalar(0)).dataSync()[0]; // => 0.5
 * ```
 */
export function sigmoid(): Bijector {
  return elementwiseBijector({
    name: 'sigmoid',
    image: UNIT_INTERVAL,
    direction: () => 1,
    forward: (x) => tf.sigmoid(x),
    inverse: (y) => tf.tidy(() => tf.sub(tf.log(y), log1p(tf.neg(y)))),
    logDeterminant: (x) => tf.tidy(() => tf.neg(tf.add(tf.softplus(x), tf.softplus(tf.neg(x))))),
  });
}

/**
 * y = tanh x.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * bijectors.tanh().logDeterminant(tf.scalar(0)).dataSync()[0]; // => 0
 * ```
 */
export function tanh(): Bijector {
  return elementwiseBijector({
    name: 'tanh',
    image: { kind: 'interval', low: -1, high: 1 },
    direction: () => 1,
    forward: (x) => tf.tanh(x),
    inverse: (y) => tf.tidy(() => tf.mul(0.5, tf.sub(log1p(y), log1p(tf.neg(y))))),
    // log(1 - tanh^2 x) = 2 (log 2 - x - softplus(-2x)), which does not round to log 0.
    logDeterminant: (x) => tf.tidy(() => tf.mul(2, tf.sub(tf.sub(Math.LN2, x), tf.softplus(tf.mul(-2, x))))),
  });
}

/**
 * y = log(1 + e^x).
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * bijectors.softplus().forward(tf.scalar(0)).dataSync()[0]; // => Math.LN2
 * ```
 */
export function softplus(): Bijector {
  return elementwiseBijector({
    name: 'softplus',
    image: POSITIVE_LINE,
    direction: () => 1,
    forward: (x) => tf.softplus(x),
    inverse: (y) => tf.tidy(() => tf.add(y, log1mexp(tf.neg(y)))),
    logDeterminant: (x) => tf.tidy(() => tf.neg(tf.softplus(tf.neg(x)))),
  });
}

/**
 * y = x^power on the positive numbers, `power` not 0.
 *
 * @example
 * ```ts
 * import { bijectors } from '@latents/core';
 *
 * bijectors.power(2).forward(tf.scalar(3)).dataSync()[0]; // => 9
 * ```
 */
export function power(exponent: number): Bijector {
  if (!Number.isFinite(exponent) || exponent === 0) {
    throw new RangeError(`power(exponent): expected a finite number other than 0, got ${exponent}.`);
  }
  return elementwiseBijector({
    name: `power(${exponent})`,
    image: POSITIVE_LINE,
    direction: () => Math.sign(exponent),
    forward: (x) => tf.pow(x, exponent),
    inverse: (y) => tf.pow(y, 1 / exponent),
    logDeterminant: (x) => tf.tidy(() => tf.add(Math.log(Math.abs(exponent)), tf.mul(exponent - 1, tf.log(x)))),
  });
}
