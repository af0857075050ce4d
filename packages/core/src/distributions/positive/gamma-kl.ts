import { digammaGap, gammaRestDivergence, relativeExcess, trigammaGap } from '@latents/math/special';
import type * as tf from '@tensorflow/tfjs-core';
import { scalarOpOr, type TensorLike } from '../../special/index.js';
import * as composed from './gamma-composed.js';

const op = scalarOpOr(composed.kl)(
  (a, b, c, d) => {
    const mean = a * (d / b);
    return mean * relativeExcess(c - mean, mean) + gammaRestDivergence(a, c);
  },
  (a, b, c, d) => (a - c) * trigammaGap(a) + (d - b) / b + (a - c) / a,
  (a, b, c, d) => c / b - (a * d) / (b * b),
  (a, b, c, d) => digammaGap(a) - digammaGap(c) + Math.log(c / a) - Math.log1p((d - b) / b),
  (a, b, c, d) => a / b - c / d,
);

/** KL(Gamma(a, rate b) || Gamma(c, rate d)), elementwise, computed in float64. */
export function klOfGammas(a: TensorLike, b: TensorLike, c: TensorLike, d: TensorLike): tf.Tensor {
  return op(a, b, c, d);
}
