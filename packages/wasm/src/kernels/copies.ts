import * as tf from '@tensorflow/tfjs-core';
import { type Call, type Kernel, type ManyKernel, sizeOf } from './kernel.js';

// Stacking, unstacking, joining, splitting and slicing along one axis are all copies of runs of numbers: [outer, axis,
// inner] seen from one axis. tfjs's own go through a general slice, call by call.

/** `tf.concat`, for two tensors or more of 32-bit numbers. */
const concat: Kernel = {
  name: 'Concat',
  run: (call) => {
    const parts = Object.values(call.inputs) as unknown as tf.TensorInfo[];
    const first = parts[0]!;
    const axis = tf.util.parseAxisParam(call.attrs.axis, first.shape)[0]!;
    if (!parts.every((part) => wide(part) && part.dtype === first.dtype)) return call.original();
    tf.backend_util.assertParamsConsistent(
      parts.map(({ shape }) => shape),
      axis,
    );
    const shape = tf.backend_util.computeOutShape(
      parts.map((part) => part.shape),
      axis,
    );
    return join(call, parts, shape, axis);
  },
};

/** `tf.stack`. */
const pack: Kernel = {
  name: 'Pack',
  run: (call) => {
    const parts = Object.values(call.inputs) as unknown as tf.TensorInfo[];
    const { shape, dtype } = parts[0]!;
    const alike = parts.every((part) => tf.util.arraysEqual(part.shape, shape) && part.dtype === dtype && wide(part));
    if (!alike) return call.original();
    const at = call.attrs.axis as number;
    const axis = at < 0 ? at + shape.length + 1 : at;
    return join(call, parts, [...shape.slice(0, axis), parts.length, ...shape.slice(axis)], axis);
  },
};

/** `tf.unstack`. */
const unpack: ManyKernel = {
  name: 'Unpack',
  run: (call) => {
    const { value } = call.inputs as { value: tf.TensorInfo };
    if (!wide(value)) return call.originals();
    const axis = tf.util.parseAxisParam(call.attrs.axis, value.shape)[0]!;
    const shape = value.shape.filter((_, i) => i !== axis);
    return Array.from({ length: value.shape[axis]! }, (_, i) => part(call, value, axis, i, 1, shape));
  },
};

/** `tf.split`. */
const split: ManyKernel = {
  name: 'SplitV',
  run: (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    if (!wide(x)) return call.originals();
    const axis = tf.util.parseAxisParam(call.attrs.axis, x.shape)[0]!;
    const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, call.attrs.numOrSizeSplits, axis);
    let start = 0;
    return sizes.map((size) => {
      const shape = x.shape.map((n, i) => (i === axis ? size : n));
      start += size;
      return part(call, x, axis, start - size, size, shape);
    });
  },
};

/** `tf.slice` that cuts at most one axis; others are left to tfjs. */
const slice: Kernel = {
  name: 'Slice',
  run: (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    const [begin, size] = tf.slice_util.parseSliceParams(x as tf.Tensor, call.attrs.begin, call.attrs.size);
    const cut = size!.flatMap((n, axis) => (n === x.shape[axis] ? [] : [axis]));
    // tfjs's own reads past `x`.
    tf.slice_util.assertParamsValid(x as tf.Tensor, begin!, size!);
    if (!wide(x) || cut.length > 1 || x.shape.length === 0) return call.original();
    const axis = cut[0] ?? 0;
    return part(call, x, axis, begin![axis]!, size![axis]!, size!);
  },
};

export const copies: readonly Kernel[] = [concat, pack, slice];
export const manyCopies: readonly ManyKernel[] = [unpack, split];

/** Numbers of 32 bits, and some of them. */
function wide({ dtype, shape }: tf.TensorInfo): boolean {
  return (dtype === 'float32' || dtype === 'int32') && sizeOf(shape) > 0;
}

function join(
  { runtime }: Call,
  parts: readonly tf.TensorInfo[],
  shape: readonly number[],
  axis: number,
): tf.TensorInfo {
  const out = runtime.output(shape, parts[0]!.dtype);
  const outer = sizeOf(shape.slice(0, axis));
  const stride = sizeOf(shape.slice(axis));
  let to = runtime.pointer(out);
  for (const info of parts) {
    const width = sizeOf(info.shape) / outer;
    runtime.kernels.copyRuns(runtime.pointer(info), width, to, stride, outer, width);
    to += 4 * width;
  }
  return out;
}

/** Entries `start` to `start + count` along an axis. */
function part(
  { runtime }: Call,
  x: tf.TensorInfo,
  axis: number,
  start: number,
  count: number,
  shape: readonly number[],
): tf.TensorInfo {
  const out = runtime.output(shape, x.dtype);
  const outer = sizeOf(x.shape.slice(0, axis));
  const inner = sizeOf(x.shape.slice(axis + 1));
  const from = runtime.pointer(x) + 4 * start * inner;
  const width = count * inner;
  runtime.kernels.copyRuns(from, x.shape[axis]! * inner, runtime.pointer(out), width, outer, width);
  return out;
}
