import * as tf from '@tensorflow/tfjs-core';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';
import { available, expectShape, rowsOf, run } from './run.js';

const GRADIENT: FusedKernel = {
  name: 'LatentsBernoulliGradient',
  run: ({ runtime, inputs }) => {
    const { dy, logits, targets } = inputs as { [name: string]: tf.TensorInfo };
    const out = runtime.output(logits!.shape);
    const rows = sizeOf(dy!.shape);
    const pointers = [dy!, logits!, targets!, out].map((info) => runtime.pointer(info));
    const [a, b, c, d] = pointers as [number, number, number, number];
    runtime.kernels.bernoulliGradient(a, b, c, d, rows, logits!.shape[logits!.shape.length - 1]!);
    return out;
  },
};

const LOG_PROB: FusedKernel = {
  name: 'LatentsBernoulliLogProb',
  run: ({ runtime, inputs }) => {
    const { logits, targets } = inputs as { [name: string]: tf.TensorInfo };
    const rows = logits!.shape.slice(0, -1);
    const out = runtime.output(rows);
    runtime.kernels.bernoulliLogProb(
      runtime.pointer(logits!),
      runtime.pointer(targets!),
      runtime.pointer(out),
      sizeOf(rows),
      logits!.shape[logits!.shape.length - 1]!,
    );
    return out;
  },
  gradient: {
    inputsToSave: ['logits', 'targets'],
    gradFunc: (dy, [logits, targets]) => ({
      logits: () => run(GRADIENT, { dy: dy as tf.Tensor, logits: logits!, targets: targets! }),
      targets: () => tf.mul(logits!, tf.expandDims(dy as tf.Tensor, -1)),
    }),
  },
};

export const bernoulliKernels: readonly FusedKernel[] = [LOG_PROB, GRADIENT];

/**
 * The log probability `sum over the last axis of t l - softplus(l)` of targets t in [0, 1] under independent Bernoullis
 * with logits l, in nats, as one operation forwards and backwards.
 *
 * @param logits `[..., n]`
 * @param targets `[..., n]`
 * @returns `[...]`, in nats
 * @throws RangeError if the shapes differ, or an operand is not float32.
 */
export function bernoulliLogProb(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  rowsOf('bernoulliLogProb(logits, targets)', 'logits', logits);
  expectShape('bernoulliLogProb(logits, targets)', 'targets', targets, logits.shape);
  if (available(LOG_PROB)) return run(LOG_PROB, { logits, targets });
  return tf.tidy(() => tf.sum(tf.sub(tf.mul(targets, logits), tf.softplus(logits)), -1));
}
