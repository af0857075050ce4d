import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../../operations/index.js';
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

/** A value below a support and one above it. */
export type Outside = readonly [below: number, above: number];
/** The values of a log-probability outside a support. */
const NOWHERE: Outside = [-Infinity, -Infinity];
/** The values of a distribution function outside a support. */
export const CUMULATIVE: Outside = [0, 1];
/** The values of a quantile function outside [0, 1]. */
export const QUANTILE: Outside = [Number.NaN, Number.NaN];

/**
 * Returns `values(x)` where x is finite and low <= x <= high, and one of the values `outside` elsewhere, with a gradient of zero there
 * and no NaN from `values`. A NaN stays one.
 */
export function within(
  x: tf.Tensor,
  [low, high]: readonly [TensorLike, TensorLike],
  inner: TensorLike,
  values: (x: tf.Tensor) => tf.Tensor,
  outside: Outside = NOWHERE,
): tf.Tensor {
  const inside = (v: tf.Tensor, l: tf.Tensor, h: tf.Tensor) =>
    tf.logicalAnd(tf.isFinite(v), tf.logicalAnd(tf.greaterEqual(v, l), tf.lessEqual(v, h)));
  return where(inside, x, [low, high], inner, values, outside);
}

/** {@link within} for masses: `x` must be an integer too. */
export function onIntegers(
  x: tf.Tensor,
  [low, high]: readonly [TensorLike, TensorLike],
  values: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const inside = (v: tf.Tensor, l: tf.Tensor, h: tf.Tensor) => {
    const between = tf.logicalAnd(tf.greaterEqual(v, l), tf.lessEqual(v, h));
    return tf.logicalAnd(tf.isFinite(v), tf.logicalAnd(between, tf.equal(v, tf.floor(v))));
  };
  return where(inside, x, [low, high], 0, values, NOWHERE);
}

function where(
  holds: (x: tf.Tensor, low: tf.Tensor, high: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
  [low, high]: readonly [TensorLike, TensorLike],
  inner: TensorLike,
  values: (x: tf.Tensor) => tf.Tensor,
  [below, above]: Outside,
): tf.Tensor {
  return tf.tidy(() => {
    const inside = condition((v, l, h) => holds(v!, l!, h!), x, low, high);
    const shape = broadcast(inside, inner);
    const safe = tf.where(expandBool(inside, shape), expand(x, shape), expand(inner, shape));
    const result = values(safe);
    const full = broadcast(result, inside);
    // Comparisons with NaN are false, so a NaN value or a NaN bound keeps the NaN of the last branch.
    const sides = stopGradient(x, () => {
      const [v, l, h] = [x, low, high].map((value) => expand(value, inside.shape)) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const beyond = tf.where(tf.lessEqual(v, l), tf.fill(inside.shape, below), tf.fill(inside.shape, Number.NaN));
      const upper = tf.where(tf.greaterEqual(v, h), tf.fill(inside.shape, above), beyond);
      const between = tf.logicalAnd(tf.greater(v, l), tf.less(v, h));
      return tf.where(between, tf.fill(inside.shape, below), upper);
    });
    return tf.where(expandBool(inside, full), expand(result, full), expand(sides, full));
  });
}

function expandBool(value: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const same = value.rank === shape.length && value.shape.every((n, i) => n === shape[i]);
  return same ? value : tf.cast(tf.broadcastTo(tf.cast(value, 'int32'), [...shape]), 'bool');
}
