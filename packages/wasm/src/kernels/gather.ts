import * as tf from '@tensorflow/tfjs-core';
import { type Kernel, sizeOf } from './kernel.js';

/** `tf.gather`: one run of numbers per index, where tfjs's own goes number by number and reads past `x` if `batchDims` is the axis. */
export const gather: Kernel = {
  name: 'GatherV2',
  run: ({ runtime, inputs, attrs, original }) => {
    const { x, indices } = inputs as { x: tf.TensorInfo; indices: tf.TensorInfo };
    const known = x.dtype === 'float32' || x.dtype === 'int32' || x.dtype === 'bool';
    if (!known || indices.dtype !== 'int32' || x.shape.length === 0) return original();
    const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0]!;
    // tfjs's types ask for tensors, and read their shapes only.
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
      tf.backend_util.segment_util.collectGatherOpShapeInfo(
        x as tf.Tensor,
        indices as tf.Tensor,
        axis,
        attrs.batchDims ?? 0,
      );
    const count = sizeOf(indices.shape);
    const ids = runtime.int32(runtime.pointer(indices), count).slice();
    // tfjs's own says what is wrong.
    if (sizeOf(outputShape) === 0 || ids.some((id) => id < 0 || id >= dimSize)) return original();
    const out = runtime.output(outputShape, x.dtype);
    const width = sliceSize;
    const each = count / batchSize;
    const bytes = x.dtype === 'bool' ? 1 : 4;
    const from = runtime.pointer(x) / bytes;
    let to = runtime.pointer(out) / bytes;
    // Made after the output, which may have grown the memory.
    const memory = bytes === 1 ? new Uint8Array(runtime.memory.buffer) : new Int32Array(runtime.memory.buffer);
    for (let batch = 0; batch < batchSize; batch++) {
      for (let outer = 0; outer < outerSize; outer++) {
        const table = (batch * outerSize + outer) * dimSize;
        for (let i = 0; i < each; i++, to += width) {
          const row = from + (table + ids[batch * each + i]!) * width;
          if (width === 1) memory[to] = memory[row]!;
          else memory.copyWithin(to, row, row + width);
        }
      }
    }
    return out;
  },
};
