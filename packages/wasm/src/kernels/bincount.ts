import type * as tf from '@tensorflow/tfjs-core';
import { type Kernel, sizeOf } from './kernel.js';

/** `tf.bincount`, also of an image, as `tf.image.threshold` calls it: tfjs's own then gives one row of counts per row of `x`. */
export const bincount: Kernel = {
  name: 'Bincount',
  run: ({ inputs, attrs, original, delegate }) => {
    const { x, weights } = inputs as { x: tf.TensorInfo; weights: tf.TensorInfo };
    if (x.shape.length === 1) return original();
    return delegate('Bincount', { x: { ...x, shape: [sizeOf(x.shape)] }, weights }, attrs);
  },
};
