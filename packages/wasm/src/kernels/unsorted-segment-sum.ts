import type * as tf from '@tensorflow/tfjs-core';
import { type Kernel, sizeOf } from './kernel.js';

/** `tf.unsortedSegmentSum`, which is the gradient of `tf.gather`. */
export const unsortedSegmentSum: Kernel = {
  name: 'UnsortedSegmentSum',
  run: ({ runtime, inputs, attrs, delegate }) => {
    const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
    const segments = attrs.numSegments;
    const rows = sizeOf(segmentIds.shape);
    const rest = x.shape.slice(segmentIds.shape.length);
    const float = x.dtype === 'float32' ? x : delegate('Cast', { x }, { dtype: 'float32' });
    const out = runtime.output([segments, ...rest]);
    runtime.kernels.segmentSum(
      runtime.pointer(float),
      runtime.pointer(segmentIds),
      runtime.pointer(out),
      rows,
      sizeOf(rest),
      segments,
    );
    if (float === x) return out;
    const typed = delegate('Cast', { x: out }, { dtype: x.dtype });
    for (const info of [float, out]) runtime.backend.disposeData(info.dataId);
    return typed;
  },
};
