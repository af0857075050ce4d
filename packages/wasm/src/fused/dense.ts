import { FUSED_KERNEL_NAMES, type FusedActivation } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';
import { run } from './run.js';

// The place of a name is its number in assembly/activations.ts.
export const ACTIVATIONS: readonly FusedActivation[] = ['linear', 'relu', 'tanh', 'sigmoid', 'softplus'];

/** dy through the activation, from what it was applied to; every operation has a gradient of its own. */
const CHAINED: Readonly<Record<FusedActivation, (dy: tf.Tensor, linear: tf.Tensor) => tf.Tensor>> = {
  linear: (dy) => dy,
  relu: (dy, linear) => tf.mul(dy, tf.step(linear)),
  tanh: (dy, linear) => tf.mul(dy, tf.sub(1, tf.square(tf.tanh(linear)))),
  sigmoid: (dy, linear) => tf.mul(tf.mul(dy, tf.sigmoid(linear)), tf.sigmoid(tf.neg(linear))),
  softplus: (dy, linear) => tf.mul(dy, tf.sigmoid(linear)),
};

/** From dy: the gradients by the kernel and by the bias, and that by what the activation was applied to. */
const GRADIENT: FusedKernel = {
  name: 'LatentsDenseGradient',
  run: ({ runtime, inputs, attrs }) => {
    const { dy, x, y } = inputs as { dy: tf.TensorInfo; x: tf.TensorInfo; y: tf.TensorInfo };
    const [k, n] = [x.shape[x.shape.length - 1]!, y.shape[y.shape.length - 1]!];
    const m = sizeOf(x.shape) / k;
    const op = ACTIVATIONS.indexOf(attrs.activation as FusedActivation);
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
  name: FUSED_KERNEL_NAMES.dense,
  run: ({ runtime, inputs, attrs }) => {
    const { x, kernel, bias } = inputs as { x: tf.TensorInfo; kernel: tf.TensorInfo; bias: tf.TensorInfo };
    const [k, n] = kernel.shape as [number, number];
    const m = sizeOf(x.shape) / k;
    const out = runtime.output([...x.shape.slice(0, -1), n]);
    const pointer = runtime.pointer(out);
    const scratch = runtime.scratch(runtime.kernels.gemmScratch(m, k));
    runtime.kernels.gemm(runtime.pointer(x), runtime.pointer(kernel), pointer, m, n, k, 0, 0, 0, scratch);
    const op = ACTIVATIONS.indexOf(attrs.activation as FusedActivation);
    runtime.kernels.biasActivate(op, pointer, runtime.pointer(bias), m, n);
    return out;
  },
  gradient: {
    inputsToSave: ['x', 'kernel', 'bias'],
    outputsToSave: [true],
    gradFunc: (dys, [x, kernel, bias, y], { activation }) => {
      const dy = dys as tf.Tensor;
      // Within another gradient, one of operations that can be differentiated again, from the inputs: the engine does not see
      // that a saved output depends on them.
      if (tf.engine().state.gradientDepth > 0) return chained(dy, x!, kernel!, bias!, activation as FusedActivation);
      const [byKernel, byBias, byLinear] = run<tf.Tensor[]>(GRADIENT, { dy, x: x!, y: y! }, { activation });
      return { x: () => byRows(byLinear ?? dy, kernel!, x!), kernel: () => byKernel!, bias: () => byBias! };
    },
  },
};

function chained(dy: tf.Tensor, x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor, activation: FusedActivation) {
  const rows = tf.reshape(x, [-1, kernel.shape[0]!]);
  const linear = tf.add(tf.matMul(rows, kernel), bias);
  const byLinear = CHAINED[activation](tf.reshape(dy, linear.shape), linear);
  return {
    x: () => byRows(byLinear, kernel, x),
    kernel: () => tf.matMul(rows, byLinear, true, false),
    bias: () => tf.sum(byLinear, 0),
  };
}

function byRows(byLinear: tf.Tensor, kernel: tf.Tensor, x: tf.Tensor): tf.Tensor {
  if (byLinear.rank === 2 && x.rank === 2) return tf.matMul(byLinear, kernel, false, true);
  return tf.reshape(tf.matMul(tf.reshape(byLinear, [-1, kernel.shape[1]!]), kernel, false, true), x.shape);
}

export const denseKernels: readonly FusedKernel[] = [DENSE, GRADIENT];
