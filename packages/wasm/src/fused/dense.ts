import * as tf from '@tensorflow/tfjs';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';
import { available, expectShape, rowsOf, run } from './run.js';

/** What a dense layer may end with: functions whose derivative is one of their value. */
export type Activation = 'linear' | 'relu' | 'tanh' | 'sigmoid' | 'softplus';

// The place of a name is its number in assembly/activations.ts.
const ACTIVATIONS: readonly Activation[] = ['linear', 'relu', 'tanh', 'sigmoid', 'softplus'];

const COMPOSED: Readonly<Record<Activation, (x: tf.Tensor) => tf.Tensor>> = {
  linear: (x) => x,
  relu: (x) => x.relu(),
  tanh: (x) => x.tanh(),
  sigmoid: (x) => x.sigmoid(),
  softplus: (x) => x.softplus(),
};

/** From dy: the gradients by the kernel and by the bias, and that by what the activation was applied to. */
const GRADIENT: FusedKernel = {
  name: 'LatentsDenseGradient',
  run: ({ runtime, inputs, attrs }) => {
    const { dy, x, y } = inputs as { dy: tf.TensorInfo; x: tf.TensorInfo; y: tf.TensorInfo };
    const [k, n] = [x.shape[x.shape.length - 1]!, y.shape[y.shape.length - 1]!];
    const m = sizeOf(x.shape) / k;
    const op = ACTIVATIONS.indexOf(attrs.activation as Activation);
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
  name: 'LatentsDense',
  run: ({ runtime, inputs, attrs }) => {
    const { x, kernel, bias } = inputs as { x: tf.TensorInfo; kernel: tf.TensorInfo; bias: tf.TensorInfo };
    const [k, n] = kernel.shape as [number, number];
    const m = sizeOf(x.shape) / k;
    const out = runtime.output([...x.shape.slice(0, -1), n]);
    const pointer = runtime.pointer(out);
    const scratch = runtime.scratch(runtime.kernels.gemmScratch(m, k));
    runtime.kernels.gemm(runtime.pointer(x), runtime.pointer(kernel), pointer, m, n, k, 0, 0, 0, scratch);
    const op = ACTIVATIONS.indexOf(attrs.activation as Activation);
    runtime.kernels.biasActivate(op, pointer, runtime.pointer(bias), m, n);
    return out;
  },
  gradient: {
    inputsToSave: ['x', 'kernel'],
    outputsToSave: [true],
    gradFunc: (dy, [x, kernel, y], { activation }) => {
      const upstream = dy as tf.Tensor;
      const [byKernel, byBias, byLinear] = run<tf.Tensor[]>(GRADIENT, { dy: upstream, x: x!, y: y! }, { activation });
      return {
        x: () => {
          const linear = byLinear ?? upstream;
          if (x!.rank === 2) return tf.matMul(linear, kernel!, false, true);
          return tf.matMul(linear.reshape([-1, kernel!.shape[1]!]), kernel!, false, true).reshape(x!.shape);
        },
        kernel: () => byKernel!,
        bias: () => byBias!,
      };
    },
  },
};

export const denseKernels: readonly FusedKernel[] = [DENSE, GRADIENT];

/**
 * `activation(x kernel + bias)` as one operation, forwards and backwards.
 *
 * @param x `[..., inputs]`
 * @param kernel `[inputs, outputs]`
 * @param bias `[outputs]`
 * @returns `[..., outputs]`
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { dense } from '@latents/wasm';
 *
 * const y = dense(tf.tensor2d([[1, 2]]), tf.tensor2d([[1], [-1]]), tf.tensor1d([3]), 'relu');
 * y.arraySync(); // => [[2]]
 * ```
 * @throws RangeError if the shapes do not fit, or an operand is not float32.
 */
export function dense(x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor, activation: Activation = 'linear'): tf.Tensor {
  const { width } = rowsOf('dense(x, kernel, bias)', 'x', x);
  const outputs = kernel.shape[1] ?? 0;
  expectShape('dense(x, kernel, bias)', 'kernel', kernel, [width, outputs]);
  expectShape('dense(x, kernel, bias)', 'bias', bias, [outputs]);
  if (!ACTIVATIONS.includes(activation)) {
    throw new RangeError(`dense(..., activation): expected one of ${ACTIVATIONS.join(', ')}, got '${activation}'.`);
  }
  if (available(DENSE)) return run(DENSE, { x, kernel, bias }, { activation });
  return tf.tidy(() => {
    const linear = tf.matMul(x.reshape([-1, width]), kernel).add(bias);
    return COMPOSED[activation](linear).reshape([...x.shape.slice(0, -1), outputs]);
  });
}
