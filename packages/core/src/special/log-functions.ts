import * as tf from '@tensorflow/tfjs-core';
import { broadcast, expand, type TensorLike } from './elementwise.js';

/**
 * log(1 + x), accurate for small x on every backend: the WASM kernel computes log(1 + x) as it stands, and returns 0 for
 * x = 1e-10. Here log(u) x / (u - 1) with u = 1 + x rounded, in which the rounding error of u cancels (Kahan).
 */
export function log1p(x: TensorLike): tf.Tensor {
  const op = tf.customGrad((t, save) => {
    const input = t as tf.Tensor;
    (save as (tensors: tf.Tensor[]) => void)([input]);
    const u = tf.add(1, input);
    const d = tf.sub(u, 1);
    const exact = tf.logicalOr(tf.equal(d, 0), tf.equal(u, Infinity));
    const ratio = tf.div(tf.where(exact, tf.onesLike(d), input), tf.where(exact, tf.onesLike(d), d));
    return {
      value: tf.where(tf.equal(d, 0), input, tf.mul(tf.log(u), ratio)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.div(dy, tf.add(1, saved[0]!)),
    };
  });
  return tf.tidy(() => op(typeof x === 'number' ? tf.scalar(x) : x));
}

/** log(1 - e^x) for x < 0, accurate at both ends, by tfjs kernels alone. */
export function log1mexp(x: TensorLike): tf.Tensor {
  const op = tf.customGrad((t, save) => {
    const input = t as tf.Tensor;
    (save as (tensors: tf.Tensor[]) => void)([input]);
    const near = tf.log(tf.neg(tf.expm1(input)));
    const far = log1p(tf.neg(tf.exp(input)));
    return {
      value: tf.where(tf.greater(input, -Math.LN2), near, far),
      // d/dx log(1 - e^x) = -1 / (e^-x - 1)
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.neg(tf.div(dy, tf.expm1(tf.neg(saved[0]!)))),
    };
  });
  return tf.tidy(() => op(typeof x === 'number' ? tf.scalar(x) : x));
}

/** log(e^a + e^b), elementwise with broadcasting, by tfjs kernels alone; -infinity is allowed. */
export function logaddexp(a: TensorLike, b: TensorLike): tf.Tensor {
  const op = tf.customGrad((u, v, save) => {
    const [x, y] = [u as tf.Tensor, v as tf.Tensor];
    (save as (tensors: tf.Tensor[]) => void)([x, y]);
    const high = tf.maximum(x, y);
    // Equal infinities: the gap is NaN, and the sum is that infinity.
    const gap = tf.abs(tf.sub(x, y));
    return {
      value: tf.where(tf.isNaN(gap), high, tf.add(high, tf.softplus(tf.neg(gap)))),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const share = tf.sigmoid(tf.sub(saved[0]!, saved[1]!));
        return [tf.mul(dy, share), tf.mul(dy, tf.sub(1, share))];
      },
    };
  });
  const shape = broadcast(a, b);
  return tf.tidy(() => op(expand(a, shape), expand(b, shape)));
}
