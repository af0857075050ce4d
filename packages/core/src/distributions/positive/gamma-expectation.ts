import * as tf from '@tensorflow/tfjs-core';
import { digamma, gammainc, lgamma, trigamma } from '../../special/index.js';
import { condition } from '../base/condition.js';
import type { Parameter } from '../base/parameter.js';
import type { Statistic } from '../base/statistic.js';

/** Expectations under Gamma(a, rate), or undefined. */
export function gammaExpectation(statistic: Statistic, a: Parameter, rate: Parameter): tf.Tensor | undefined {
  return tf.tidy(() => {
    switch (statistic.of) {
      case 'log x':
        return tf.sub(digamma(a), tf.log(rate));
      case '(log x)^2':
        return tf.add(trigamma(a), tf.square(tf.sub(digamma(a), tf.log(rate))));
      case 'x^power': {
        // Gamma(a + k) / (Gamma(a) rate^k), infinite for a + k <= 0.
        const moved = tf.add(a, statistic.power);
        const finite = condition((v) => tf.greater(v!, 0), moved);
        const safe = tf.where(finite, moved, tf.onesLike(moved));
        const value = tf.exp(tf.sub(tf.sub(lgamma(safe), lgamma(a)), tf.mul(statistic.power, tf.log(rate))));
        return tf.where(finite, value, tf.fill(value.shape, Infinity));
      }
      case 'exp(rate (x - center))': {
        const room = tf.sub(1, tf.div(statistic.rate, rate));
        const finite = condition((v) => tf.greater(v!, 0), room);
        const safe = tf.where(finite, room, tf.onesLike(room));
        const value = tf.exp(tf.neg(tf.add(tf.mul(a, tf.log(safe)), tf.mul(statistic.rate, statistic.center))));
        return tf.where(finite, value, tf.fill(value.shape, Infinity));
      }
      case '|x - center|': {
        // E x - c + 2 (c F_a(c) - E x F_{a+1}(c)) for c > 0.
        const { center } = statistic;
        const mean = tf.div(a, rate);
        const at = tf.mul(rate, tf.relu(center));
        const below = tf.sub(tf.mul(center, gammainc(a, at)), tf.mul(mean, gammainc(tf.add(a, 1), at)));
        return tf.add(tf.sub(mean, center), tf.mul(below, 2));
      }
      default:
        return undefined;
    }
  });
}
