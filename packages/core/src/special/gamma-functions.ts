import {
  betainc as betaincScalar,
  betaincShapeGradient,
  betaln as betalnScalar,
  digamma as digammaScalar,
  gammaincLower,
  gammaincUpper,
  lgamma as lgammaScalar,
  logGammaKernel,
  logGammaShapeGradient,
  polygamma as polygammaScalar,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { elementwise, firstOrder, type Partial, type TensorLike } from './elementwise.js';

/** log |Gamma(x)|, elementwise. Reads its argument synchronously (see {@link elementwise}). */
export function lgamma(x: TensorLike): tf.Tensor {
  return elementwise(lgammaScalar, [(t) => digamma(t!)])(x);
}

/** The derivative of lgamma. Reads its argument synchronously. */
export function digamma(x: TensorLike): tf.Tensor {
  return elementwise(digammaScalar, [(t) => polygamma(1, t!)])(x);
}

/** The derivative of digamma, for x > 0. Reads its argument synchronously. */
export function trigamma(x: TensorLike): tf.Tensor {
  return polygamma(1, x);
}

/** The derivative of order `order` >= 1 of digamma, for x > 0. Reads its argument synchronously. */
export function polygamma(order: number, x: TensorLike): tf.Tensor {
  return elementwise((v) => polygammaScalar(order, v), [(t) => polygamma(order + 1, t!)])(x);
}

/** digamma(a) - digamma(a + b), rounded once: the derivative of betaln by a, and E log x under Beta(a, b). */
export function digammaDifference(a: TensorLike, b: TensorLike): tf.Tensor {
  return elementwise(
    (u, v) => digammaScalar(u) - digammaScalar(u + v),
    [(u, v) => tf.sub(trigamma(u), trigamma(tf.add(u, v))), (u, v) => tf.neg(trigamma(tf.add(u, v)))],
  )(a, b);
}

/** log B(a, b) = log Gamma(a) + log Gamma(b) - log Gamma(a + b), for a, b > 0. Reads its arguments synchronously. */
export function betaln(a: TensorLike, b: TensorLike): tf.Tensor {
  return elementwise(betalnScalar, [(u, v) => digammaDifference(u, v), (u, v) => digammaDifference(v, u)])(a, b);
}

const gammaDensity = firstOrder((a, x) =>
  x > 0 ? Math.exp(logGammaKernel(a, x)) / x : a < 1 ? Infinity : a === 1 ? 1 : 0,
);
const gammaByShape = firstOrder((a, x) =>
  x > 0 && x < Infinity ? -Math.exp(logGammaKernel(a, x)) * logGammaShapeGradient(a, Math.log(x)) : 0,
);

/**
 * The regularised lower incomplete gamma function P(a, x), the distribution function of Gamma(a, 1). First derivatives in
 * both arguments (that in `a` by quadrature), no second ones. Reads its arguments synchronously.
 */
export function gammainc(a: TensorLike, x: TensorLike): tf.Tensor {
  return elementwise(gammaincLower, [gammaByShape, gammaDensity])(a, x);
}

/** The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), precise in the tail. See {@link gammainc}. */
export function gammaincc(a: TensorLike, x: TensorLike): tf.Tensor {
  const minus = (partial: typeof gammaDensity) => (u: tf.Tensor, v: tf.Tensor) => tf.neg(partial(u, v));
  return elementwise(gammaincUpper, [minus(gammaByShape), minus(gammaDensity)] as Partial[])(a, x);
}

const logBetaDensity = (a: number, b: number, x: number): number =>
  (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - betalnScalar(a, b);

/**
 * The regularised incomplete beta function I_x(a, b), the distribution function of Beta(a, b). First derivatives in all three
 * arguments (those in `a` and `b` by quadrature), no second ones. Reads its arguments synchronously.
 */
export function betainc(a: TensorLike, b: TensorLike, x: TensorLike): tf.Tensor {
  return elementwise(betaincScalar, [
    firstOrder((u, v, w) => betaincShapeGradient(u, v, w, logBetaDensity(u, v, w))),
    firstOrder((u, v, w) => -betaincShapeGradient(v, u, 1 - w, logBetaDensity(u, v, w))),
    firstOrder((u, v, w) => Math.exp(logBetaDensity(u, v, w))),
  ])(a, b, x);
}
