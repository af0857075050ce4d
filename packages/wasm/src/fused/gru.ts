import { OPERATIONS } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import type { FusedKernel } from '../kernels/kernel.js';
import { gradientOf, run } from './run.js';

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
  name: OPERATIONS.gruCell.kernel,
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
    const [state, offsets] = [runtime.pointer(h!), runtime.pointer(bias!)];
    runtime.kernels.gemm(state, runtime.pointer(kernel!), to, batch, 3 * units, units, 0, 0, offsets, scratch);
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
  gradient: gradientOf(OPERATIONS.gruCell, {
    outputsToSave: [false, true, true],
    fused: (dy, { h, kernel }, [gates, hidden]) => {
      const [dx, dHidden, dh] = run<tf.Tensor[]>(GRADIENT, { dy, gates: gates!, hidden: hidden!, h });
      return {
        x: () => dx!,
        h: () => tf.add(dh!, tf.matMul(dHidden!, kernel, false, true)),
        kernel: () => tf.matMul(h, dHidden!, true, false),
        bias: () => tf.sum(dHidden!, 0),
      };
    },
  }),
};

export const gruKernels: readonly FusedKernel[] = [GRU, GRADIENT];
