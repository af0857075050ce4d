import * as tf from '@tensorflow/tfjs-core';
import { logOf } from '../../special/composed/beta.js';
import { choose, ln1p, softplus, times, withSlopes } from '../../special/composed/elementary.js';

const tanhHalf = (x: tf.Tensor): tf.Tensor => tf.tanh(tf.mul(x, 0.5));
const offset = (y: tf.Tensor, t: tf.Tensor, l: tf.Tensor): tf.Tensor => tf.sub(l, tf.mul(t, y));

/** Returns the log-density of x by its logit y, for the temperature t and the logits l. */
export const logDensityOfLogit = withSlopes(
  (y, t, l) => {
    const size = tf.abs(offset(y!, t!, l!));
    const logistic = tf.add(size, tf.mul(2, ln1p(tf.exp(tf.neg(size)))));
    return tf.add(tf.sub(tf.log(t!), logistic), tf.add(softplus(y!), softplus(tf.neg(y!))));
  },
  (y, t, l) => tf.add(tf.mul(t!, tanhHalf(offset(y!, t!, l!))), tanhHalf(y!)),
  (y, t, l) => tf.add(tf.div(1, t!), tf.mul(y!, tanhHalf(offset(y!, t!, l!)))),
  (y, t, l) => tf.neg(tanhHalf(offset(y!, t!, l!))),
);

const logit = (x: tf.Tensor): tf.Tensor => {
  const y = tf.sub(1, x);
  return tf.sub(logOf(x, y), logOf(y, x));
};

/** Returns the log-density for x <= 1/2, whose terms in log x are together, so that temperature 1 has a value at 0. */
function lowerHalf(x: tf.Tensor, t: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const [log, rest] = [tf.log(x), ln1p(tf.neg(x))];
  const d = tf.sub(l, tf.mul(t, tf.sub(log, rest)));
  const logs = tf.sub(times(tf.sub(t, 1), log), tf.mul(tf.add(t, 1), rest));
  return tf.sub(tf.add(tf.sub(tf.log(t), l), logs), tf.mul(2, softplus(tf.neg(d))));
}

function lowerSlope(x: tf.Tensor, t: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const d = offset(tf.sub(tf.log(x), ln1p(tf.neg(x))), t, l);
  const ended = choose(tf.equal(t, 1), tf.exp(tf.neg(l)), 0);
  const share = choose(tf.greater(x, 0), tf.div(tf.sigmoid(tf.neg(d)), tf.mul(x, tf.sub(1, x))), ended);
  const poles = tf.add(times(tf.sub(t, 1), tf.div(1, x)), tf.div(tf.add(t, 1), tf.sub(1, x)));
  return tf.sub(poles, tf.mul(tf.mul(2, t), share));
}

/** Returns the log-density at x from 0 to 1. */
export const logDensity = withSlopes(
  (x, t, l) => {
    const low = tf.lessEqual(x!, 0.5);
    const near = tf.where(low, x!, tf.sub(1, x!));
    return lowerHalf(near, t!, tf.where(low, l!, tf.neg(l!)));
  },
  (x, t, l) => {
    const low = tf.lessEqual(x!, 0.5);
    const slope = lowerSlope(tf.where(low, x!, tf.sub(1, x!)), t!, tf.where(low, l!, tf.neg(l!)));
    return tf.where(low, slope, tf.neg(slope));
  },
  (x, t, l) => {
    const y = logit(x!);
    return tf.add(tf.div(1, t!), tf.mul(y, tanhHalf(offset(y, t!, l!))));
  },
  (x, t, l) => tf.neg(tanhHalf(offset(logit(x!), t!, l!))),
);
