import * as tf from '@tensorflow/tfjs-core';
import { type Call, type FusedKernel, type Kernel, sizeOf } from '../kernels/kernel.js';
import { available, rowsOf, run } from './run.js';

function forward({ runtime }: Call, x: tf.TensorInfo): tf.TensorInfo {
  const rows = x.shape.slice(0, -1);
  const out = runtime.output(rows);
  runtime.kernels.logSumExp(runtime.pointer(x), runtime.pointer(out), sizeOf(rows), x.shape[x.shape.length - 1]!);
  return out;
}

function shifted({ runtime }: Call, x: tf.TensorInfo, shift: tf.TensorInfo, scale?: tf.TensorInfo): tf.TensorInfo {
  const out = runtime.output(x.shape);
  const scalePointer = scale === undefined ? 0 : runtime.pointer(scale);
  runtime.kernels.expShifted(
    runtime.pointer(x),
    runtime.pointer(shift),
    scalePointer,
    runtime.pointer(out),
    sizeOf(shift.shape),
    x.shape[x.shape.length - 1]!,
  );
  return out;
}

/** `tf.softmax` over the last axis. */
export const softmax: Kernel = {
  name: 'Softmax',
  run: (call) => {
    const { logits } = call.inputs as { logits: tf.TensorInfo };
    if (logits.dtype !== 'float32') return call.original();
    const normaliser = forward(call, logits);
    const out = shifted(call, logits, normaliser);
    call.runtime.backend.disposeData(normaliser.dataId);
    return out;
  },
};

const GRADIENT: FusedKernel = {
  name: 'LatentsLogSumExpGradient',
  run: (call) => {
    const { dy, x, y } = call.inputs as { [name: string]: tf.TensorInfo };
    return shifted(call, x!, y!, dy!);
  },
};

const LOG_SUM_EXP: FusedKernel = {
  name: 'LatentsLogSumExp',
  run: (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    return forward(call, x);
  },
  gradient: {
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, [x, y]) => ({ x: () => run(GRADIENT, { dy: dy as tf.Tensor, x: x!, y: y! }) }),
  },
};

export const logSumExpKernels: readonly FusedKernel[] = [LOG_SUM_EXP, GRADIENT];

/**
 * `ln sum e^x` over the last axis as one operation forwards and backwards. A row of -infinities gives -infinity, one
 * with +infinity gives +infinity (`tf.logSumExp` gives NaN for both).
 *
 * @param x `[..., n]`
 * @returns `[...]`
 * @throws RangeError unless `x` is float32 of rank 1 or more.
 */
export function logSumExp(x: tf.Tensor): tf.Tensor {
  rowsOf('logSumExp(x)', 'x', x);
  return available(LOG_SUM_EXP) ? run(LOG_SUM_EXP, { x }) : tf.logSumExp(x, -1);
}
