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
import { betaln as composedBetaln, logBetaDensity as composedLogBetaDensity } from './composed/beta.js';
import * as incompleteBeta from './composed/beta-inc.js';
import * as composed from './composed/gamma.js';
import * as incompleteGamma from './composed/gamma-inc.js';
import { elementwise, firstOrder, type Partial, type TensorFunction, type TensorLike } from './elementwise.js';

/** log |Gamma(x)|, elementwise. */
export function lgamma(x: TensorLike): tf.Tensor {
  return elementwise(lgammaScalar, [(t) => digamma(t!)], composed.lgamma)(x);
}

/** The derivative of lgamma. */
export function digamma(x: TensorLike): tf.Tensor {
  return elementwise(digammaScalar, [(t) => polygamma(1, t!)], composed.digamma)(x);
}

/** The derivative of digamma, for x > 0. */
export function trigamma(x: TensorLike): tf.Tensor {
  return polygamma(1, x);
}

/** The derivative of order `order` >= 1 of digamma, for x > 0. */
export function polygamma(order: number, x: TensorLike): tf.Tensor {
  return elementwise(
    (v) => polygammaScalar(order, v),
    [(t) => polygamma(order + 1, t!)],
    (t) => composed.polygamma(order, t!),
  )(x);
}

/** digamma(a) - digamma(a + b), rounded once: the derivative of betaln by a, and E log x under Beta(a, b). */
export function digammaDifference(a: TensorLike, b: TensorLike): tf.Tensor {
  return elementwise(
    (u, v) => digammaScalar(u) - digammaScalar(u + v),
    [(u, v) => tf.sub(trigamma(u!), trigamma(tf.add(u!, v!))), (u, v) => tf.neg(trigamma(tf.add(u!, v!)))],
    composed.digammaDifference as TensorFunction,
  )(a, b);
}

/** log B(a, b) = log Gamma(a) + log Gamma(b) - log Gamma(a + b), for a, b > 0. */
export function betaln(a: TensorLike, b: TensorLike): tf.Tensor {
  const slopes: Partial[] = [(u, v) => digammaDifference(u!, v!), (u, v) => digammaDifference(v!, u!)];
  return elementwise(betalnScalar, slopes, composedBetaln as TensorFunction)(a, b);
}

const gammaDensity = firstOrder(
  (a, x) => (x! > 0 ? Math.exp(logGammaKernel(a!, x!)) / x! : a! < 1 ? Infinity : a === 1 ? 1 : 0),
  incompleteGamma.gammaDensity as TensorFunction,
);
const gammaByShape = firstOrder(
  (a, x) => (x! > 0 && x! < Infinity ? -Math.exp(logGammaKernel(a!, x!)) * logGammaShapeGradient(a!, Math.log(x!)) : 0),
  incompleteGamma.gammaByShape as TensorFunction,
);

/**
 * The regularised lower incomplete gamma function P(a, x), the distribution function of Gamma(a, 1). First derivatives in
 * both arguments (that in `a` by quadrature), no second ones.
 */
export function gammainc(a: TensorLike, x: TensorLike): tf.Tensor {
  return elementwise(gammaincLower, [gammaByShape, gammaDensity], incompleteGamma.gammainc as TensorFunction)(a, x);
}

/** The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), precise in the tail. See {@link gammainc}. */
export function gammaincc(a: TensorLike, x: TensorLike): tf.Tensor {
  const minus = (partial: typeof gammaDensity) => (u: tf.Tensor, v: tf.Tensor) => tf.neg(partial(u, v));
  const slopes = [minus(gammaByShape), minus(gammaDensity)] as Partial[];
  return elementwise(gammaincUpper, slopes, incompleteGamma.gammaincc as TensorFunction)(a, x);
}

const logBetaDensity = (a: number, b: number, x: number): number =>
  (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - betalnScalar(a, b);

/**
 * The regularised incomplete beta function I_x(a, b), the distribution function of Beta(a, b). First derivatives in all three
 * arguments (those in `a` and `b` by quadrature), no second ones.
 */
export function betainc(a: TensorLike, b: TensorLike, x: TensorLike): tf.Tensor {
  return elementwise(betaincScalar, [betaincByA, betaincByB, betaDensity], (u, v, w) =>
    incompleteBeta.betainc(u!, v!, w!),
  )(a, b, x);
}

const betaincByA = firstOrder(
  (u, v, w) => betaincShapeGradient(u, v, w, logBetaDensity(u, v, w)),
  (u, v, w) => incompleteBeta.betaincByA(u!, v!, w!),
);
const betaincByB = firstOrder(
  (u, v, w) => -betaincShapeGradient(v, u, 1 - w, logBetaDensity(u, v, w)),
  incompleteBeta.betaincByB as TensorFunction,
);
const betaDensity = firstOrder(
  (u, v, w) => Math.exp(logBetaDensity(u, v, w)),
  (u, v, w) => tf.exp(composedLogBetaDensity(u!, v!, w!)),
);
