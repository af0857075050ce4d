import { gammaincLower, gammaincUpper, logGammaKernel, logGammaShapeGradient } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { gammainc, gammaincc, scalarOpOr } from '../../special/index.js';

/** z times the density of Gamma(a, 1) at z. */
const kernel = (a: number, z: number): number => (z > 0 && z < Infinity ? Math.exp(logGammaKernel(a, z)) : 0);
/** The derivative of the lower incomplete gamma function by the shape. */
const byShape = (a: number, z: number): number =>
  z > 0 && z < Infinity ? -kernel(a, z) * logGammaShapeGradient(a, Math.log(z)) : 0;

/** The density of Gamma(a, rate b). */
function density(x: number, a: number, b: number): number {
  if (x > 0) return kernel(a, b * x) / x;
  return a < 1 ? Infinity : a === 1 ? b : 0;
}

/**
 * The distribution function of Gamma(a, rate b) at x >= 0, elementwise. The product b x is not rounded to float32, of which large shapes
 * would magnify the error.
 */
export const gammaCdf = scalarOpOr((x, a, b) => gammainc(a!, tf.mul(b!, x!)))(
  (x, a, b) => gammaincLower(a, b * x),
  density,
  (x, a, b) => byShape(a, b * x),
  (x, a, b) => kernel(a, b * x) / b,
);

/** The distribution function of 1 / y for y ~ Gamma(a, rate s) at x >= 0. See {@link gammaCdf}. */
export const inverseGammaCdf = scalarOpOr((x, a, s) => gammaincc(a!, tf.div(s!, x!)))(
  (x, a, s) => gammaincUpper(a, s / x),
  (x, a, s) => (x > 0 ? kernel(a, s / x) / x : 0),
  (x, a, s) => -byShape(a, s / x),
  (x, a, s) => -kernel(a, s / x) / s,
);
