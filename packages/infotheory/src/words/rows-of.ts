import { hostValues } from '@latents/core';
import { checkInteger } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The rows `ids` of a table `[rows, width]`, `[ids.length, width]`. Its gradient is a segment sum where the backend has one, and
 * elsewhere the same sum on the host (tfjs's wasm without training kernels) or a product with one-hot rows.
 */
export function rowsOf(table: tf.Tensor, ids: Int32Array): tf.Tensor {
  const [rows, width] = table.shape as [number, number];
  // Made when they are needed: by the time of the gradient, what the forward pass made may have been tidied away.
  const indices = () => tf.tensor1d(ids, 'int32');
  const gather = tf.customGrad((from) => ({
    value: tf.gather(from as tf.Tensor, indices()),
    gradFunc: (dy: tf.Tensor) => {
      if (tf.getKernel('UnsortedSegmentSum', tf.getBackend())) return tf.unsortedSegmentSum(dy, indices(), rows);
      const from = hostValues(dy);
      if (from === undefined) return tf.matMul(tf.oneHot(indices(), rows, 1, 0, 'float32'), dy, true);
      const sums = new Float32Array(rows * width);
      for (let i = 0; i < ids.length; i++) {
        const to = ids[i]! * width;
        for (let j = 0; j < width; j++) sums[to + j]! += from[i * width + j]!;
      }
      return tf.tensor2d(sums, [rows, width]);
    },
  }));
  return gather(table);
}

/**
 * The integers of a tensor, checked to lie from 0 to below `end`. They choose rows on the host: a tensor on a device that was not made from
 * an array of a batch, and was not fetched, is read synchronously.
 */
export function idsOf(where: string, x: tf.Tensor, end: number): Int32Array {
  const values = hostValues(x) ?? x.dataSync();
  return Int32Array.from(values, (id) => {
    checkInteger(where, id, 0, end - 1);
    return id;
  });
}
