import * as tf from '@tensorflow/tfjs-core';
import { exp } from './any-order.js';
import { expectRows, hasKernel, type Operation, runKernel } from './operation.js';
import { stopGradient } from './stop-gradient.js';

/** The kernel of {@link logSumExp} over the last axis. */
export const LOG_SUM_EXP: Operation<'x'> = {
  kernel: 'LatentsLogSumExp',
  inputs: ['x'],
  composed: ({ x }) => composed(x, x.rank - 1),
};

/**
 * Returns `ln sum e^x` over one axis: one operation, forwards and backwards, where the backend has a kernel for it. A row of
 * -infinities gives -infinity, and a row with +infinity gives +infinity (`tf.logSumExp` gives NaN for both).
 *
 * @param x Float32 of rank 1 or more.
 * @param axis Default: the last.
 * @returns the shape of `x` without that axis
 * @example
 * ```ts
 * import { logSumExp } from '@latents/core';
 *
 * logSumExp(tf.tensor1d([1000, 1000])).dataSync()[0]; // => 1000.6931
 * logSumExp(tf.tensor1d([-Infinity, -Infinity])).dataSync()[0]; // => -Infinity
 * ```
 * @throws RangeError unless `x` is float32 of rank 1 or more and has that axis.
 */
export function logSumExp(x: tf.Tensor, axis = -1): tf.Tensor {
  expectRows('logSumExp(x, axis)', 'x', x);
  const at = axis < 0 ? axis + x.rank : axis;
  if (!Number.isInteger(at) || at < 0 || at >= x.rank) {
    throw new RangeError(
      `logSumExp(x, axis): expected an axis from ${-x.rank} to ${x.rank - 1} of x of shape [${x.shape}], got ${axis}.`,
    );
  }
  return tf.tidy(() => {
    if (!hasKernel(LOG_SUM_EXP.kernel)) return composed(x, at);
    if (at === x.rank - 1) return runKernel(LOG_SUM_EXP.kernel, { x });
    const order = [...x.shape.keys()].filter((i) => i !== at);
    return runKernel(LOG_SUM_EXP.kernel, { x: tf.transpose(x, [...order, at]) });
  });
}

/** The shift is a constant: it cancels, so the gradient is exact without it. */
function composed(x: tf.Tensor, axis: number): tf.Tensor {
  const top = stopGradient(x, (values) => {
    const most = tf.max(values, axis, true);
    return tf.where(tf.isFinite(most), most, tf.zerosLike(most));
  });
  const sum = tf.sum(exp(tf.sub(x, top)), axis);
  return tf.add(tf.log(sum), tf.reshape(top, sum.shape));
}
