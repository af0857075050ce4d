import { i0e as i0eScalar, i1e as i1eScalar } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import * as composed from './composed/bessel.js';
import { elementwise, firstOrder, type TensorLike } from './elementwise.js';

const i0eSlope = firstOrder(
  (v) => i1eScalar(v!) - Math.sign(v!) * i0eScalar(v!),
  (t) => tf.sub(composed.i1e(t!), tf.mul(tf.sign(t!), composed.i0e(t!))),
);
const i1eSlope = firstOrder(
  (v) => (v === 0 ? 0.5 : i0eScalar(v!) - i1eScalar(v!) * (Math.sign(v!) + 1 / v!)),
  (t) => {
    const slope = tf.sub(composed.i0e(t!), tf.mul(composed.i1e(t!), tf.add(tf.sign(t!), tf.div(1, t!))));
    return tf.where(tf.equal(t!, 0), tf.fill(t!.shape, 0.5), slope);
  },
);
const ratio = (v: number): number => i1eScalar(v) / i0eScalar(v);
const besselRatioSlope = firstOrder(
  (v) => (v === 0 ? 0.5 : 1 - ratio(v!) / v! - ratio(v!) ** 2),
  (t) => composed.besselRatioSlope(tf.abs(t!)),
);

/** e^-|x| I_0(x), the exponentially scaled modified Bessel function. */
export function i0e(x: TensorLike): tf.Tensor {
  return elementwise(i0eScalar, [i0eSlope], composed.i0e)(x);
}

/** e^-|x| I_1(x), the exponentially scaled modified Bessel function. */
export function i1e(x: TensorLike): tf.Tensor {
  return elementwise(i1eScalar, [i1eSlope], composed.i1e)(x);
}

/** A(x) = I_1(x) / I_0(x), the mean resultant length of a von Mises distribution. */
export function besselRatio(x: TensorLike): tf.Tensor {
  return elementwise(ratio, [besselRatioSlope], composed.besselRatio)(x);
}
