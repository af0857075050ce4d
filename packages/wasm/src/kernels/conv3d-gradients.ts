import * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';
import { type Call, type Kernel, sizeOf } from './kernel.js';

type Shape5 = [number, number, number, number, number];

/**
 * The gradients of `tf.conv3d` by its input and by its filter, as one product for each line of outputs and tap of the
 * filter. tfjs's own on this backend are wrong for even filters and for strides.
 */
export const conv3dGradients: readonly Kernel[] = [
  {
    name: 'Conv3DBackpropInputV2',
    run: (call) => {
      const { dy, filter } = call.inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
      const { info, out, at } = prepare(call, { dy, filter }, call.attrs.inputShape as never, filter.shape as Shape5);
      const { inChannels: n, outChannels: k } = info;
      const { kernels } = call.runtime;
      const scratch = call.runtime.scratch(kernels.gemmScratch(info.outWidth, k));
      const [from, weights, to] = [at(dy), at(filter), at(out)];
      // dx [count, n] += dy [count, k] times one tap's filter [n, k], transposed.
      walk(info, (pixel, tap, target, count) => {
        const [a, b, c] = [from + 4 * pixel * k, weights + 4 * tap * n * k, to + 4 * target * n];
        kernels.gemm(a, b, c, count, n, k, 0, 1, c, scratch);
      });
      return out;
    },
  },
  {
    name: 'Conv3DBackpropFilterV2',
    run: (call) => {
      const { x, dy } = call.inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
      const filterShape = call.attrs.filterShape as unknown as Shape5;
      const { info, out, at } = prepare(call, { x, dy }, x.shape as Shape5, filterShape);
      const { inChannels: m, outChannels: n } = info;
      const { kernels } = call.runtime;
      const scratch = call.runtime.scratch(kernels.gemmScratch(m, info.outWidth));
      const [image, gradient, to] = [at(x), at(dy), at(out)];
      // One tap's dw [m, n] += x [count, m], transposed, times dy [count, n].
      walk(info, (pixel, tap, source, count) => {
        const [a, b, c] = [image + 4 * source * m, gradient + 4 * pixel * n, to + 4 * tap * m * n];
        kernels.gemm(a, b, c, m, n, count, 1, 0, c, scratch);
      });
      return out;
    },
  },
];

type Info = ReturnType<typeof tf.backend_util.computeConv3DInfo>;

function prepare(
  { runtime, attrs, inputs }: Call,
  operands: Readonly<Record<string, tf.TensorInfo>>,
  inShape: Shape5,
  filterShape: Shape5,
): { info: Info; out: tf.TensorInfo; at: (tensor: tf.TensorInfo) => number } {
  for (const [name, { dtype }] of Object.entries(operands)) {
    tf.util.assert(dtype === 'float32', () => `conv3d gradient: expected ${name} to be float32, got ${dtype}.`);
  }
  const pad = attrs.pad as 'same' | 'valid' | number;
  const strides = attrs.strides as unknown as [number, number, number];
  const info = tf.backend_util.computeConv3DInfo(inShape, filterShape, strides, 1, pad);
  const out = zeros(runtime, 'filter' in inputs ? inShape : filterShape);
  return { info, out, at: (tensor) => runtime.pointer(tensor) };
}

function zeros(runtime: Runtime, shape: readonly number[]): tf.TensorInfo {
  const out = runtime.output(shape);
  runtime.float32(runtime.pointer(out), sizeOf(shape)).fill(0);
  return out;
}

/**
 * Visits each tap of the filter at each output: the output's number, the tap's, and the input's under it. With a stride of
 * one along the width, `count` neighbouring outputs lie on as many neighbouring inputs; otherwise it is 1.
 */
function walk(info: Info, visit: (output: number, tap: number, input: number, count: number) => void): void {
  const { inWidth, outWidth, strideWidth, filterWidth, padInfo } = info;
  const depths = taps(info.outDepth, info.strideDepth, padInfo.front, info.filterDepth, info.inDepth);
  const lines = taps(info.outHeight, info.strideHeight, padInfo.top, info.filterHeight, info.inHeight);
  for (let n = 0; n < info.batchSize; n++) {
    for (const [oz, fz, z] of depths) {
      for (const [oy, fy, y] of lines) {
        const output = ((n * info.outDepth + oz) * info.outHeight + oy) * outWidth;
        const input = ((n * info.inDepth + z) * info.inHeight + y) * inWidth;
        for (let fx = 0; fx < filterWidth; fx++) {
          const tap = (fz * info.filterHeight + fy) * filterWidth + fx;
          const shift = fx - padInfo.left;
          const first = Math.max(0, Math.ceil(-shift / strideWidth));
          const end = Math.min(outWidth, Math.floor((inWidth - 1 - shift) / strideWidth) + 1);
          const step = strideWidth === 1 ? end - first : 1;
          for (let ox = first; ox < end; ox += step) visit(output + ox, tap, input + ox * strideWidth + shift, step);
        }
      }
    }
  }
}

/** Along one axis: an output, a tap of the filter, and the input that it lies on. */
function taps(
  outputs: number,
  stride: number,
  pad: number,
  filter: number,
  inputs: number,
): [number, number, number][] {
  return Array.from({ length: outputs }, (_, o) =>
    Array.from({ length: filter }, (_, f): [number, number, number] => [o, f, o * stride - pad + f]),
  )
    .flat()
    .filter(([, , at]) => at >= 0 && at < inputs);
}
