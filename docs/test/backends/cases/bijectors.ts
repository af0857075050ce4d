import { bijectors } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { type BackendCase, casesOf, read } from '../backend-case.js';

type Bijector = ReturnType<typeof bijectors.exp>;

const vectors = () =>
  tf.tensor2d([
    [0.3, -0.7, 1.1],
    [-1.2, 0.4, 0.9],
  ]);
const positive = () => tf.exp(vectors());
const shiftAndScale = (x: tf.Tensor) => ({ shift: tf.mul(x, 0.5), logScale: tf.mul(tf.tanh(x), 0.3) });
/** Each output depends on the coordinates before it. */
const before = (x: tf.Tensor) => {
  const earlier = tf.matMul(
    x,
    tf.tensor2d([
      [0, 1, 1],
      [0, 0, 1],
      [0, 0, 0],
    ]),
  );
  return { shift: tf.mul(earlier, 0.7), logScale: tf.mul(tf.tanh(earlier), 0.3) };
};

const MAPS: Readonly<Record<string, readonly [() => Bijector, () => tf.Tensor, without?: 'inverse']>> = {
  affine: [() => bijectors.affine({ loc: 1, scale: -2 }), vectors],
  affineCoupling: [
    () =>
      bijectors.affineCoupling({
        moves: 'second',
        parameters: (kept) => shiftAndScale(tf.slice(kept, [0, 0], [-1, 1])),
      }),
    vectors,
  ],
  autoregressive: [() => bijectors.autoregressive({ parameters: before }), vectors],
  chain: [() => bijectors.chain(bijectors.tanh(), bijectors.exp(), bijectors.reverse()), vectors],
  exp: [bijectors.exp, vectors],
  invert: [() => bijectors.invert(bijectors.exp()), positive],
  lowerCholesky: [bijectors.lowerCholesky, vectors],
  planar: [
    () => bijectors.planar({ w: tf.tensor1d([0.4, -0.2, 1]), u: tf.tensor1d([1, 0.3, -0.5]), b: tf.scalar(0.2) }),
    vectors,
    'inverse',
  ],
  power: [() => bijectors.power(2), positive],
  reverse: [bijectors.reverse, vectors],
  sigmoid: [bijectors.sigmoid, vectors],
  softplus: [bijectors.softplus, vectors],
  stickBreaking: [bijectors.stickBreaking, vectors],
  tanh: [bijectors.tanh, vectors],
};

/** Every bijector: value, log-determinant, inverse, and the gradient of value and log-determinant together. */
export const BIJECTOR_CASES: readonly BackendCase[] = casesOf(
  'Bijectors',
  Object.fromEntries(
    Object.entries(MAPS).map(([name, [make, points, without]]) => [
      name,
      () =>
        read(() => {
          const [bijector, x] = [make(), points()];
          const value = bijector.forward(x);
          const slope = tf.grad((at: tf.Tensor) =>
            tf.add(tf.sum(tf.square(bijector.forward(at))), tf.sum(bijector.logDeterminant(at))),
          );
          return {
            value,
            logDeterminant: bijector.logDeterminant(x),
            gradient: slope(x),
            ...(without === undefined && { inverse: bijector.inverse(value) }),
          };
        }),
    ]),
  ),
);
