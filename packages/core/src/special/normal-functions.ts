import {
  erfc as erfcScalar,
  erfcx as erfcxScalar,
  erfinv as erfinvScalar,
  erf as erfScalar,
  inverseMills as inverseMillsScalar,
  logNdtri as logNdtriScalar,
  logNdtr as logNdtrScalar,
  ndtri as ndtriScalar,
} from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import * as composed from './composed/normal.js';
import { elementwise, type TensorLike } from './elementwise.js';

const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

/** The error function, to float32 (tfjs's own has an absolute error of 1.5e-7, so none of the digits of a small x). */
export function erf(x: TensorLike): tf.Tensor {
  return elementwise(erfScalar, [(t) => tf.mul(TWO_OVER_SQRT_PI, tf.exp(tf.neg(tf.square(t!))))], composed.erf)(x);
}

/** log erfc(x), finite where erfc underflows. */
export function logErfc(x: TensorLike): tf.Tensor {
  const f = (v: number) => (v > 1 ? Math.log(erfcxScalar(v)) - v * v : Math.log(erfcScalar(v)));
  const slope = (v: number) =>
    v > 1 ? -TWO_OVER_SQRT_PI / erfcxScalar(v) : (-TWO_OVER_SQRT_PI * Math.exp(-v * v)) / erfcScalar(v);
  const derivative = elementwise(
    slope,
    [(t) => tf.neg(tf.mul(derivative(t!), tf.add(tf.mul(2, t!), derivative(t!))))],
    composed.logErfcSlope,
  );
  return elementwise(f, [(t) => derivative(t!)], composed.logErfc)(x);
}

/** The inverse of erf on (-1, 1). */
export function erfinv(y: TensorLike): tf.Tensor {
  const op = elementwise(
    erfinvScalar,
    [(t) => tf.mul(1 / TWO_OVER_SQRT_PI, tf.exp(tf.square(op(t!))))],
    composed.erfinv,
  );
  return op(y);
}

/** The standard normal distribution function. */
export function ndtr(x: TensorLike): tf.Tensor {
  return elementwise(
    (v) => 0.5 * erfcScalar(-v * Math.SQRT1_2),
    [(t) => tf.mul(1 / Math.sqrt(2 * Math.PI), tf.exp(tf.mul(-0.5, tf.square(t!))))],
    composed.ndtr,
  )(x);
}

/** log of the standard normal distribution function, finite in the far tail. */
export function logNdtr(x: TensorLike): tf.Tensor {
  return elementwise(logNdtrScalar, [(t) => inverseMills(t!)], composed.logNdtr)(x);
}

/** phi(x) / Phi(x), the derivative of logNdtr. */
export function inverseMills(x: TensorLike): tf.Tensor {
  return elementwise(
    inverseMillsScalar,
    [(t) => tf.neg(tf.mul(inverseMills(t!), tf.add(t!, inverseMills(t!))))],
    composed.inverseMills,
  )(x);
}

/** The standard normal quantile of probability p in (0, 1). */
export function ndtri(p: TensorLike): tf.Tensor {
  const op = elementwise(
    ndtriScalar,
    [(t) => tf.mul(Math.sqrt(2 * Math.PI), tf.exp(tf.mul(0.5, tf.square(op(t!)))))],
    composed.ndtri,
  );
  return op(p);
}

/** The standard normal quantile of a probability given by its logarithm. */
export function logNdtri(logP: TensorLike): tf.Tensor {
  const op = elementwise(logNdtriScalar, [(t) => tf.div(1, inverseMills(op(t!)))], composed.logNdtri);
  return op(logP);
}
