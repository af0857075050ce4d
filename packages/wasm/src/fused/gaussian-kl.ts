import * as tf from '@tensorflow/tfjs-core';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';
import { available, expectShape, rowsOf, run } from './run.js';

const NAMES = ['mean', 'logVariance', 'priorMean', 'priorLogVariance'] as const;

const GRADIENT: FusedKernel = {
  name: 'LatentsGaussianKlGradient',
  run: ({ runtime, inputs }) => {
    const { dy, mean, logVariance, priorMean, priorLogVariance } = inputs as { [name: string]: tf.TensorInfo };
    const outputs = [0, 1, 2].map(() => runtime.output(mean!.shape));
    runtime.kernels.gaussianKlGradient(
      runtime.pointer(dy!),
      runtime.pointer(mean!),
      runtime.pointer(logVariance!),
      runtime.pointer(priorMean!),
      runtime.pointer(priorLogVariance!),
      runtime.pointer(outputs[0]!),
      runtime.pointer(outputs[1]!),
      runtime.pointer(outputs[2]!),
      sizeOf(dy!.shape),
      mean!.shape[mean!.shape.length - 1]!,
    );
    return outputs;
  },
};

const KL: FusedKernel = {
  name: 'LatentsGaussianKl',
  run: ({ runtime, inputs }) => {
    const [mean, logVariance, priorMean, priorLogVariance] = NAMES.map((name) => inputs[name]!) as [
      tf.TensorInfo,
      tf.TensorInfo,
      tf.TensorInfo,
      tf.TensorInfo,
    ];
    const rows = mean.shape.slice(0, -1);
    const out = runtime.output(rows);
    runtime.kernels.gaussianKl(
      runtime.pointer(mean),
      runtime.pointer(logVariance),
      runtime.pointer(priorMean),
      runtime.pointer(priorLogVariance),
      runtime.pointer(out),
      sizeOf(rows),
      mean.shape[mean.shape.length - 1]!,
    );
    return out;
  },
  gradient: {
    inputsToSave: [...NAMES],
    gradFunc: (dy, [mean, logVariance, priorMean, priorLogVariance]) => {
      const [byMean, byLogVariance, byPriorLogVariance] = run<tf.Tensor[]>(GRADIENT, {
        dy: dy as tf.Tensor,
        mean: mean!,
        logVariance: logVariance!,
        priorMean: priorMean!,
        priorLogVariance: priorLogVariance!,
      });
      return {
        mean: () => byMean!,
        logVariance: () => byLogVariance!,
        priorMean: () => tf.neg(byMean!),
        priorLogVariance: () => byPriorLogVariance!,
      };
    },
  },
};

export const gaussianKlKernels: readonly FusedKernel[] = [KL, GRADIENT];

/** A diagonal Gaussian by its mean and the logarithm of its variance, both `[..., n]`. */
export interface DiagonalGaussian {
  readonly mean: tf.Tensor;
  readonly logVariance: tf.Tensor;
}

/**
 * `KL(q || p)` between diagonal Gaussians, summed over the last axis, in nats, as one operation forwards and backwards:
 * `1/2 sum of v/w + (m - n)^2 / w - 1 - ln(v/w)` for variances v, w and means m, n.
 *
 * @param q `[..., n]`
 * @param p `[..., n]`; the standard normal if absent
 * @returns `[...]`, in nats
 * @throws RangeError if the shapes differ, or an operand is not float32.
 * @see Kingma & Welling 2013, appendix B
 */
export function gaussianKl(q: DiagonalGaussian, p?: DiagonalGaussian): tf.Tensor {
  const { mean, logVariance } = q;
  rowsOf('gaussianKl(q, p)', 'q.mean', mean);
  expectShape('gaussianKl(q, p)', 'q.logVariance', logVariance, mean.shape);
  if (p !== undefined) {
    expectShape('gaussianKl(q, p)', 'p.mean', p.mean, mean.shape);
    expectShape('gaussianKl(q, p)', 'p.logVariance', p.logVariance, mean.shape);
  }
  return tf.tidy(() => {
    const priorMean = p?.mean ?? tf.zerosLike(mean);
    const priorLogVariance = p?.logVariance ?? priorMean;
    if (available(KL)) return run(KL, { mean, logVariance, priorMean, priorLogVariance });
    const gap = tf.sub(logVariance, priorLogVariance);
    const scaled = tf.mul(tf.square(tf.sub(mean, priorMean)), tf.exp(tf.neg(priorLogVariance)));
    return tf.mul(tf.sum(tf.sub(tf.sub(tf.add(tf.exp(gap), scaled), gap), 1), -1), 0.5);
  });
}
