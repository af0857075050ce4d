import * as tf from '@tensorflow/tfjs-core';
import { broadcast, expand, type TensorLike } from '../../special/index.js';

/**
 * A boolean tensor from a comparison of tensors. tfjs's comparisons have no gradient and stop differentiation with an error
 * where their inputs are differentiated; this one passes a zero back.
 */
export function condition(compare: (...x: tf.Tensor[]) => tf.Tensor, ...x: TensorLike[]): tf.Tensor {
  const shape = broadcast(...x);
  const op = tf.customGrad((...inputs) => {
    inputs.pop();
    return {
      value: compare(...(inputs as tf.Tensor[])),
      gradFunc: () => x.map(() => tf.zeros(shape)),
    };
  });
  return op(...x.map((value) => expand(value, shape)));
}

/** `values(x)` where low <= x <= high, and `outside` elsewhere, with a gradient of zero there and no NaN from `values`. */
export function within(
  x: tf.Tensor,
  [low, high]: readonly [TensorLike, TensorLike],
  inner: TensorLike,
  values: (x: tf.Tensor) => tf.Tensor,
  outside = -Infinity,
): tf.Tensor {
  return tf.tidy(() => {
    const inside = condition((v, l, h) => tf.logicalAnd(tf.greaterEqual(v!, l!), tf.lessEqual(v!, h!)), x, low, high);
    const shape = broadcast(inside, inner);
    const safe = tf.where(expandBool(inside, shape), expand(x, shape), expand(inner, shape));
    const result = values(safe);
    const full = broadcast(result, inside);
    return tf.where(expandBool(inside, full), expand(result, full), tf.fill(full, outside));
  });
}

function expandBool(value: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const same = value.rank === shape.length && value.shape.every((n, i) => n === shape[i]);
  return same ? value : tf.cast(tf.broadcastTo(tf.cast(value, 'int32'), [...shape]), 'bool');
}
