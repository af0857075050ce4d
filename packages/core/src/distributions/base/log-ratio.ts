import * as tf from '@tensorflow/tfjs-core';
import { broadcast, expand, type TensorLike } from '../../special/index.js';

/** The smallest normal float32 number. */
const SMALLEST = 2 ** -126;

/** Returns log(a / b) for a, b > 0, also where the quotient leaves the range of float32. Differentiable to any order. */
export function logRatio(a: TensorLike, b: TensorLike): tf.Tensor {
  const op = tf.customGrad((x, y, save) => {
    const [top, bottom] = [x as tf.Tensor, y as tf.Tensor];
    (save as (tensors: tf.Tensor[]) => void)([top, bottom]);
    const ratio = tf.div(top, bottom);
    const within = tf.logicalAnd(tf.greaterEqual(ratio, SMALLEST), tf.less(ratio, Infinity));
    const apart = tf.mul(2, tf.log(tf.div(tf.sqrt(top), tf.sqrt(bottom))));
    return {
      value: tf.where(within, tf.log(ratio), apart),
      gradFunc: (dy: tf.Tensor, [u, v]: tf.Tensor[]) => [tf.div(dy, u!), tf.neg(tf.div(dy, v!))],
    };
  });
  const shape = broadcast(a, b);
  return tf.tidy(() => op(expand(a, shape), expand(b, shape)));
}
