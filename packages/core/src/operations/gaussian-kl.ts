import * as tf from '@tensorflow/tfjs-core';
import { exp, expm1 } from './any-order.js';
import { broadcastShape, hasKernel, type Operation, runKernel, sameShape } from './operation.js';

/** Independent normals by their means and the logarithms of their variances, which broadcast together to `[..., n]`. */
export interface DiagonalGaussian {
  readonly loc: tf.Tensor | number;
  readonly logVariance: tf.Tensor | number;
}

/**
 * The kernel of {@link gaussianKl}: loc and log-variance of one shape `[..., n]`, and of the prior of one shape too, which is the former or
 * lacks some of its leading axes, to `[...]`.
 */
export const GAUSSIAN_KL: Operation<'loc' | 'logVariance' | 'priorLoc' | 'priorLogVariance'> = {
  kernel: 'LatentsGaussianKl',
  inputs: ['loc', 'logVariance', 'priorLoc', 'priorLogVariance'],
  composed: ({ priorLoc, priorLogVariance, ...q }) =>
    composed(q, { loc: priorLoc, logVariance: priorLogVariance }, q.loc.shape),
};

const STANDARD: DiagonalGaussian = { loc: 0, logVariance: 0 };

/**
 * Returns `KL(q || p)` between normals with diagonal covariances, summed over the last axis:
 * `1/2 sum of v/w + (m - n)^2 / w - 1 - ln(v/w)` for variances v, w and means m, n. It is one operation, forwards and backwards, where
 * the backend has a kernel for it. Small divergences keep their digits, and log-variances of any finite size are allowed.
 *
 * @param q `[..., n]`
 * @param p `[..., n]`, which broadcasts against q (default: the standard normal)
 * @returns `[...]`, in nats
 * @example
 * ```ts
 * import { gaussianKl } from '@latents/core';
 *
 * gaussianKl({ loc: tf.tensor1d([1, 2]), logVariance: 0 }).dataSync()[0]; // => 2.5
 * ```
 * @throws RangeError if the shapes do not broadcast, or broadcast to no axis.
 * @see Kingma & Welling 2013, appendix B
 */
export function gaussianKl(q: DiagonalGaussian, p: DiagonalGaussian = STANDARD): tf.Tensor {
  const parameters = [q.loc, q.logVariance, p.loc, p.logVariance];
  const shape = broadcastShape('gaussianKl(q, p)', ...parameters.map(shapeOf));
  if (shape.length === 0) {
    throw new RangeError('gaussianKl(q, p): expected parameters that broadcast to [..., n], got scalars.');
  }
  return tf.tidy(() => {
    if (!hasKernel(GAUSSIAN_KL.kernel)) return composed(q, p, shape);
    const own = broadcastShape('gaussianKl(q, p)', shapeOf(p.loc), shapeOf(p.logVariance));
    const isSuffix = sameShape(own, shape.slice(shape.length - own.length));
    const priorShape = own.length === 0 ? shape.slice(-1) : isSuffix ? own : shape;
    return runKernel(GAUSSIAN_KL.kernel, {
      loc: spread(q.loc, shape),
      logVariance: spread(q.logVariance, shape),
      priorLoc: spread(p.loc, priorShape),
      priorLogVariance: spread(p.logVariance, priorShape),
    });
  });
}

function composed(q: DiagonalGaussian, p: DiagonalGaussian, shape: readonly number[]): tf.Tensor {
  const gap = tf.sub(q.logVariance, p.logVariance);
  const shift = tf.mul(tf.sub(q.loc, p.loc), exp(tf.mul(p.logVariance, -0.5)));
  const terms = tf.add(tf.sub(expm1(gap), gap), tf.square(shift));
  return tf.mul(tf.sum(sameShape(terms.shape, shape) ? terms : tf.broadcastTo(terms, [...shape]), -1), 0.5);
}

function shapeOf(value: tf.Tensor | number): readonly number[] {
  return typeof value === 'number' ? [] : value.shape;
}

function spread(value: tf.Tensor | number, shape: readonly number[]): tf.Tensor {
  if (typeof value === 'number') return tf.fill([...shape], value);
  return sameShape(value.shape, shape) ? value : tf.broadcastTo(value, [...shape]);
}
