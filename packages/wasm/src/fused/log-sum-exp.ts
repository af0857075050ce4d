import { OPERATIONS } from '@latents/core';
import type * as tf from '@tensorflow/tfjs-core';
import { type Call, type FusedKernel, type Kernel, sizeOf } from '../kernels/kernel.js';
import { gradientOf, run } from './run.js';

/** e^x divided by its sum over each row, times `scale`, one number per row, if there is one. */
function proportions({ runtime }: Call, x: tf.TensorInfo, scale?: tf.TensorInfo): tf.TensorInfo {
  const out = runtime.output(x.shape);
  const width = x.shape[x.shape.length - 1]!;
  const scales = scale === undefined ? 0 : runtime.pointer(scale);
  const rows = sizeOf(x.shape.slice(0, -1));
  runtime.kernels.softmax(runtime.pointer(x), scales, runtime.pointer(out), rows, width);
  return out;
}

/** `tf.softmax` over the last axis. */
export const softmax: Kernel = {
  name: 'Softmax',
  run: (call) => {
    const { logits } = call.inputs as { logits: tf.TensorInfo };
    return logits.dtype === 'float32' ? proportions(call, logits) : call.original();
  },
};

const GRADIENT: FusedKernel = {
  name: 'LatentsLogSumExpGradient',
  run: (call) => {
    const { dy, x } = call.inputs as { [name: string]: tf.TensorInfo };
    return proportions(call, x!, dy!);
  },
};

const LOG_SUM_EXP: FusedKernel = {
  name: OPERATIONS.logSumExp.kernel,
  run: ({ runtime, inputs }) => {
    const { x } = inputs as { x: tf.TensorInfo };
    const rows = x.shape.slice(0, -1);
    const out = runtime.output(rows);
    const width = x.shape[x.shape.length - 1]!;
    runtime.kernels.logSumExp(runtime.pointer(x), runtime.pointer(out), sizeOf(rows), width);
    return out;
  },
  gradient: gradientOf(OPERATIONS.logSumExp, {
    fused: (dy, { x }) => ({ x: () => run(GRADIENT, { dy, x }) }),
  }),
};

export const logSumExpKernels: readonly FusedKernel[] = [LOG_SUM_EXP, GRADIENT];
