import { FUSED_ACTIVATIONS, type FusedActivation, OPERATIONS } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';
import { gradientOf, run } from './run.js';

/** Returns the number of an activation in assembly/activations.ts: its place in core's list. */
export function activationNumber(activation: FusedActivation): number {
  return FUSED_ACTIVATIONS.indexOf(activation);
}

/** From dy: the gradients by the kernel and by the bias, and that by what the activation was applied to. */
const GRADIENT: FusedKernel = {
  name: 'LatentsDenseGradient',
  run: ({ runtime, inputs, attrs }) => {
    const { dy, x, y } = inputs as { dy: tf.TensorInfo; x: tf.TensorInfo; y: tf.TensorInfo };
    const [k, n] = [x.shape[x.shape.length - 1]!, y.shape[y.shape.length - 1]!];
    const m = sizeOf(x.shape) / k;
    const op = activationNumber(attrs.activation as FusedActivation);
    const [byKernel, byBias, byLinear] = [[k, n], [n], ...(op === 0 ? [] : [y.shape])].map((shape) =>
      runtime.output(shape),
    );
    const linear = byLinear ?? dy;
    if (byLinear !== undefined) {
      const to = runtime.pointer(byLinear);
      runtime.kernels.activationGradient(op, runtime.pointer(dy), runtime.pointer(y), to, m * n);
    }
    const scratch = runtime.scratch(runtime.kernels.gemmScratch(k, m));
    const from = runtime.pointer(linear);
    runtime.kernels.gemm(runtime.pointer(x), from, runtime.pointer(byKernel!), k, n, m, 1, 0, 0, scratch);
    runtime.kernels.sumMiddle(from, runtime.pointer(byBias!), 1, m, n, 1);
    return byLinear === undefined ? [byKernel!, byBias!] : [byKernel!, byBias!, byLinear];
  },
};

const DENSE: FusedKernel = {
  name: OPERATIONS.dense.kernel,
  run: ({ runtime, inputs, attrs }) => {
    const { x, kernel, bias } = inputs as { x: tf.TensorInfo; kernel: tf.TensorInfo; bias: tf.TensorInfo };
    const [k, n] = kernel.shape as [number, number];
    const m = sizeOf(x.shape) / k;
    const out = runtime.output([...x.shape.slice(0, -1), n]);
    const pointer = runtime.pointer(out);
    const scratch = runtime.scratch(runtime.kernels.gemmScratch(m, k));
    const [from, offsets] = [runtime.pointer(kernel), runtime.pointer(bias)];
    runtime.kernels.gemm(runtime.pointer(x), from, pointer, m, n, k, 0, 0, offsets, scratch);
    const op = activationNumber(attrs.activation as FusedActivation);
    runtime.kernels.activate(op, pointer, m * n);
    return out;
  },
  gradient: gradientOf(OPERATIONS.dense, {
    outputsToSave: [true],
    fused: (dy, { x, kernel }, [y], { activation }) => {
      const [byKernel, byBias, byLinear] = run<tf.Tensor[]>(GRADIENT, { dy, x, y: y! }, { activation });
      return { x: () => byRows(byLinear ?? dy, kernel, x), kernel: () => byKernel!, bias: () => byBias! };
    },
  }),
};

function byRows(byLinear: tf.Tensor, kernel: tf.Tensor, x: tf.Tensor): tf.Tensor {
  if (byLinear.rank === 2 && x.rank === 2) return tf.matMul(byLinear, kernel, false, true);
  return tf.reshape(tf.matMul(tf.reshape(byLinear, [-1, kernel.shape[1]!]), kernel, false, true), x.shape);
}

export const denseKernels: readonly FusedKernel[] = [DENSE, GRADIENT];
