import * as tf from '@tensorflow/tfjs-core';
import { sameShape, stopGradient } from '../../operations/index.js';
import { broadcast, expand } from '../../special/index.js';

/**
 * Throws unless the last axes of `x` are those of one event.
 *
 * @throws RangeError naming the family, the shape that is expected, and the shape that was given.
 */
export function expectEvents(family: string, x: tf.Tensor, eventShape: readonly number[]): void {
  if (x.rank >= eventShape.length && sameShape(x.shape.slice(x.rank - eventShape.length), eventShape)) return;
  throw new RangeError(
    `distribution.logProb(x): expected x of shape [..., ${eventShape}], got [${x.shape}]. The events of this '${family}' have shape [${eventShape}].`,
  );
}

/** Returns whether each event of `x`, whose last axis is an event, is valid: booleans of the shape of `x` without that axis. */
export type ValidEvents = (x: tf.Tensor) => tf.Tensor;

export const FINITE_EVENTS: ValidEvents = (x) => tf.all(tf.isFinite(x), -1);

/** Vectors with a single 1 and zeros. */
export const ONE_HOT_EVENTS: ValidEvents = (x) => {
  const bits = tf.all(tf.logicalOr(tf.equal(x, 0), tf.equal(x, 1)), -1);
  return tf.logicalAnd(bits, tf.equal(tf.sum(x, -1), 1));
};

/** Vectors of numbers from 0 to 1 whose sum is 1, up to the rounding of long sums in float32. */
export const SIMPLEX_EVENTS: ValidEvents = (x) => {
  const shares = tf.all(tf.logicalAnd(tf.greaterEqual(x, 0), tf.lessEqual(x, 1)), -1);
  return tf.logicalAnd(shares, tf.less(tf.abs(tf.sub(tf.sum(x, -1), 1)), 1e-4));
};

/**
 * Returns `values(x)` at valid events, and -infinity elsewhere with a gradient of zero. An event that holds a NaN gives NaN.
 *
 * @param x `[..., n]`
 * @param inner A number that fills an event in place of an invalid one, so that `values` has no NaN there.
 */
export function onEvents(
  x: tf.Tensor,
  valid: ValidEvents,
  inner: number,
  values: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  return tf.tidy(() => {
    const floats = expand(x, x.shape);
    const good = stopGradient(floats, (v) => tf.cast(valid(v), 'float32'));
    const outside = stopGradient(floats, (v) => {
      const unknown = tf.any(tf.isNaN(v), -1);
      const shape = v.shape.slice(0, -1);
      return tf.where(unknown, tf.fill(shape, Number.NaN), tf.fill(shape, -Infinity));
    });
    const safe = tf.where(spreadBool(tf.expandDims(good, -1), x.shape), floats, tf.fill(x.shape, inner));
    const result = values(safe);
    const full = broadcast(result, good);
    return tf.where(spreadBool(good, full), expand(result, full), expand(outside, full));
  });
}

function spreadBool(flags: tf.Tensor, shape: readonly number[]): tf.Tensor {
  return tf.cast(tf.broadcastTo(flags, [...shape]), 'bool');
}
