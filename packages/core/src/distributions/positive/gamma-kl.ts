import { digamma, lgamma, trigamma } from '@latents/math/special';
import type * as tf from '@tensorflow/tfjs-core';
import { scalarOpOr, type TensorLike } from '../../special/index.js';
import * as composed from './gamma-composed.js';

const op = scalarOpOr(composed.kl)(
  (a, b, c, d) => (a - c) * digamma(a) - lgamma(a) + lgamma(c) - c * Math.log1p((d - b) / b) + (a * (d - b)) / b,
  (a, b, c, d) => (a - c) * trigamma(a) + (d - b) / b,
  (a, b, c, d) => c / b - (a * d) / (b * b),
  (a, b, c, d) => digamma(c) - digamma(a) - Math.log1p((d - b) / b),
  (a, b, c, d) => a / b - c / d,
);

/** KL(Gamma(a, rate b) || Gamma(c, rate d)), elementwise. */
export function klOfGammas(a: TensorLike, b: TensorLike, c: TensorLike, d: TensorLike): tf.Tensor {
  return op(a, b, c, d);
}
