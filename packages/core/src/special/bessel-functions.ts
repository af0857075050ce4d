import { i0e as i0eScalar, i1e as i1eScalar } from '@latents/math/special';
import type * as tf from '@tensorflow/tfjs-core';
import { elementwise, firstOrder, type TensorLike } from './elementwise.js';

/** e^-|x| I_0(x), the exponentially scaled modified Bessel function. Reads its argument synchronously. */
export function i0e(x: TensorLike): tf.Tensor {
  const slope = (v: number) => i1eScalar(v) - Math.sign(v) * i0eScalar(v);
  return elementwise(i0eScalar, [firstOrder(slope)])(x);
}

/** e^-|x| I_1(x), the exponentially scaled modified Bessel function. Reads its argument synchronously. */
export function i1e(x: TensorLike): tf.Tensor {
  const slope = (v: number) => (v === 0 ? 0.5 : i0eScalar(v) - i1eScalar(v) * (Math.sign(v) + 1 / v));
  return elementwise(i1eScalar, [firstOrder(slope)])(x);
}

/** A(x) = I_1(x) / I_0(x), the mean resultant length of a von Mises distribution. Reads its argument synchronously. */
export function besselRatio(x: TensorLike): tf.Tensor {
  const ratio = (v: number) => i1eScalar(v) / i0eScalar(v);
  const op = elementwise(ratio, [firstOrder((v) => (v === 0 ? 0.5 : 1 - ratio(v) / v - ratio(v) ** 2))]);
  return op(x);
}
