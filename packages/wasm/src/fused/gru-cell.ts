import * as tf from '@tensorflow/tfjs';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';
import { available, expectShape, rowsOf, run } from './run.js';

const GRADIENT: FusedKernel = {
  name: 'LatentsGruGradient',
  run: ({ runtime, inputs }) => {
    const { dy, gates, hidden, h } = inputs as { [name: string]: tf.TensorInfo };
    const [batch, units] = h!.shape as [number, number];
    const outputs = [gates!.shape, gates!.shape, h!.shape].map((shape) => runtime.output(shape));
    runtime.kernels.gruBackward(
      runtime.pointer(dy!),
      runtime.pointer(gates!),
      runtime.pointer(hidden!),
      runtime.pointer(h!),
      runtime.pointer(outputs[0]!),
      runtime.pointer(outputs[1]!),
      runtime.pointer(outputs[2]!),
      batch,
      units,
    );
    return outputs;
  },
};

const GRU: FusedKernel = {
  name: 'LatentsGru',
  run: ({ runtime, inputs }) => {
    const { x, h, kernel, bias } = inputs as { [name: string]: tf.TensorInfo };
    const [batch, units] = h!.shape as [number, number];
    const [out, gates, hidden] = [h!.shape, x!.shape, x!.shape].map((shape) => runtime.output(shape)) as [
      tf.TensorInfo,
      tf.TensorInfo,
      tf.TensorInfo,
    ];
    const scratch = runtime.scratch(runtime.kernels.gemmScratch(batch, units));
    const to = runtime.pointer(hidden);
    const state = runtime.pointer(h!);
    runtime.kernels.gemm(state, runtime.pointer(kernel!), to, batch, 3 * units, units, 0, 0, 0, scratch);
    runtime.kernels.addBias(to, runtime.pointer(bias!), to, batch, 3 * units);
    runtime.kernels.gruForward(
      runtime.pointer(x!),
      to,
      state,
      runtime.pointer(gates),
      runtime.pointer(out),
      batch,
      units,
    );
    return [out, gates, hidden];
  },
  gradient: {
    inputsToSave: ['h', 'kernel'],
    outputsToSave: [false, true, true],
    gradFunc: (dys, [h, kernel, gates, hidden]) => {
      const [dy] = dys as tf.Tensor[];
      const [dx, dHidden, dh] = run<tf.Tensor[]>(GRADIENT, { dy: dy!, gates: gates!, hidden: hidden!, h: h! });
      return {
        x: () => dx!,
        h: () => dh!.add(tf.matMul(dHidden!, kernel!, false, true)),
        kernel: () => tf.matMul(h!, dHidden!, true, false),
        bias: () => dHidden!.sum(0),
      };
    },
  },
};

export const gruKernels: readonly FusedKernel[] = [GRU, GRADIENT];

/** The recurrent weights of a GRU, gates in the order reset, update, candidate. */
export interface GruWeights {
  /** `[units, 3 units]` */
  readonly kernel: tf.Tensor;
  /** `[3 units]` */
  readonly bias: tf.Tensor;
}

/**
 * One GRU step as one operation forwards and backwards, PyTorch's `GRUCell`:
 * `r = sigmoid(x_r + h_r)`, `u = sigmoid(x_u + h_u)`, `n = tanh(x_n + r h_n)`, `h' = (1 - u) n + u h`, where
 * `(h_r, h_u, h_n) = h kernel + bias`. The input's part does not depend on the state: compute it for all time steps in
 * one {@link dense} and pass each step its rows.
 *
 * @param x `[batch, 3 units]`: the input's part of the gates, bias included
 * @param h `[batch, units]`: the state
 * @returns `[batch, units]`: the next state
 * @throws RangeError if the shapes do not fit, or an operand is not float32.
 * @see Cho et al. 2014, section 2.3
 */
export function gruCell(x: tf.Tensor, h: tf.Tensor, { kernel, bias }: GruWeights): tf.Tensor {
  const where = 'gruCell(x, h, weights)';
  const { rows, width: units } = rowsOf(where, 'h', h);
  expectShape(where, 'h', h, [sizeOf(rows), units]);
  expectShape(where, 'x', x, [sizeOf(rows), 3 * units]);
  expectShape(where, 'kernel', kernel, [units, 3 * units]);
  expectShape(where, 'bias', bias, [3 * units]);
  return tf.tidy(() => {
    if (available(GRU)) return run<tf.Tensor[]>(GRU, { x, h, kernel, bias })[0]!;
    const [xr, xu, xn] = tf.split(x, 3, 1);
    const [hr, hu, hn] = tf.split(tf.matMul(h, kernel).add(bias), 3, 1);
    const r = xr!.add(hr!).sigmoid();
    const u = xu!.add(hu!).sigmoid();
    const n = xn!.add(r.mul(hn!)).tanh();
    return n.sub(u.mul(n)).add(u.mul(h));
  });
}
