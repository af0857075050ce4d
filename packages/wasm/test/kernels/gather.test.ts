import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

describe('gather against the cpu backend', () => {
  it.each([
    ['scalars', [5], [3]],
    ['rows', [5, 7], [3]],
    ['rank 3', [5, 2, 3], [3]],
    ['indices of rank 2', [5, 3], [3, 2]],
    ['one row', [1, 3], [0]],
  ])('%s', async (_, shape, indexShape) => {
    const size = indexShape.reduce((a, b) => a * b, 1);
    const values = Array.from({ length: size }, (_, i) => (3 * i + 4) % shape[0]!);
    const ids = { shape: indexShape, values, dtype: 'int32' as const };
    const rows = (x: tf.Tensor, indices: tf.Tensor) => tf.gather(x, indices as tf.Tensor1D);
    expectAlike(await on('wasm', [input(shape), ids], rows), await on('cpu', [input(shape), ids], rows));
  });

  it('by columns, and in batches', async () => {
    const ids = { shape: [2, 2], values: [2, 0, 1, 1], dtype: 'int32' as const };
    for (const batchDims of [0, 1]) {
      const columns = (x: tf.Tensor, indices: tf.Tensor) => tf.gather(x, indices as tf.Tensor1D, 1, batchDims);
      expectAlike(await on('wasm', [input([2, 4]), ids], columns), await on('cpu', [input([2, 4]), ids], columns));
    }
  });

  it('integers stay integers, booleans booleans', () => {
    const ids = tf.tensor1d([1, 0], 'int32');
    const [integers, booleans] = (['int32', 'bool'] as const).map((type) => tf.gather(tf.tensor1d([1, 0], type), ids));
    expect([integers!.dtype, [...integers!.dataSync()]]).toEqual(['int32', [0, 1]]);
    expect([booleans!.dtype, [...booleans!.dataSync()]]).toEqual(['bool', [0, 1]]);
  });

  it.each([-1, 3])('an index outside the table, %s, is an error', (id) => {
    expect(() => tf.gather(tf.ones([3, 2]), tf.tensor1d([id], 'int32'))).toThrow(`${id}`);
  });

  it('memory growth: the table and the indices may move nowhere, but the views of them do', () => {
    tf.tidy(() => {
      const table = tf.range(0, 6).reshape([3, 2]);
      const ids = tf.tensor1d(new Int32Array(2_000_000).fill(2), 'int32');
      for (let i = 0; i < 3; i++) expect(tf.gather(table, ids).sum(0).div(2_000_000).arraySync()).toEqual([4, 5]);
    });
  });
});
