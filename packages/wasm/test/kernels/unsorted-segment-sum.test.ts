import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

describe('unsortedSegmentSum against the cpu backend', () => {
  it.each([
    ['vectors', [5]],
    ['rows', [5, 7]],
    ['rank 3', [5, 2, 3]],
  ])('%s', async (_, shape) => {
    const ids = { shape: [5], values: [2, 0, 2, 3, 0], dtype: 'int32' as const };
    const sum = (x: tf.Tensor, segments: tf.Tensor) => tf.unsortedSegmentSum(x, segments as tf.Tensor1D, 5);
    expectAlike(
      await on('wasm', [input(shape), ids], sum as never),
      await on('cpu', [input(shape), ids], sum as never),
    );
  });

  it('ids outside the segments are dropped', async () => {
    const sum = tf.unsortedSegmentSum(tf.tensor1d([1, 2, 4]), tf.tensor1d([-1, 1, 9], 'int32'), 2);
    expect([...sum.dataSync()]).toEqual([0, 2]);
  });

  it('integers stay integers', () => {
    const sum = tf.unsortedSegmentSum(tf.tensor1d([1, 2, 4], 'int32'), tf.tensor1d([1, 1, 0], 'int32'), 2);
    expect(sum.dtype).toBe('int32');
    expect([...sum.dataSync()]).toEqual([4, 3]);
  });

  it('an embedding trains: the gradient of gather', async () => {
    const ids = { shape: [4], values: [1, 1, 0, 2], dtype: 'int32' as const };
    const gradient = (table: tf.Tensor, rows: tf.Tensor) =>
      tf.grad((t: tf.Tensor) => tf.gather(t, rows).square().sum())(table);
    expectAlike(
      await on('wasm', [input([3, 4]), ids], gradient as never),
      await on('cpu', [input([3, 4]), ids], gradient as never),
    );
  });
});
