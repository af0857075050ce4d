import { dense, mlp } from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

const kernel = () =>
  tf.tensor2d([
    [1, -1, 0.5],
    [2, 0, -3],
  ]);
const bias = () => tf.tensor1d([0.5, 0, -0.5]);

describe('dense', () => {
  it('by hand: rank 1, 2 and 3 share one layer', () => {
    const row = [1 * 1 + 2 * 2 + 0.5, -1, 0.5 - 6 - 0.5];
    expect(dense(tf.tensor1d([1, 2]), kernel(), bias()).arraySync()).toEqual(row);
    expect(dense(tf.tensor2d([[1, 2]]), kernel(), bias()).arraySync()).toEqual([row]);
    expect(dense(tf.tensor3d([[[1, 2]]]), kernel(), bias(), 'relu').arraySync()).toEqual([[[5.5, 0, 0]]]);
  });

  it('an activation that is no function of one value: leakyRelu', () => {
    const [values] = dense(tf.tensor2d([[1, 2]]), kernel(), bias(), 'leakyRelu').arraySync() as number[][];
    expect(values![1]).toBeCloseTo(-0.2, 6);
  });

  it('a network takes integers', () => {
    const network = mlp({ inputDim: 2, hidden: [], outputDim: 1, rng: createRng(0) });
    const whole = network.apply(tf.tensor2d([[1, 2]], [1, 2], 'int32')).dataSync()[0]!;
    expect(whole).toBe(network.apply(tf.tensor2d([[1, 2]])).dataSync()[0]!);
    network.dispose();
  });

  it('leaves one tensor behind', async () => {
    const inputs = [tf.ones([4, 2]), kernel(), bias()] as const;
    await expectNoLeak(() => dense(...inputs, 'tanh').dispose());
    tf.dispose([...inputs]);
  });

  const cases: [name: string, act: () => tf.Tensor, message: string][] = [
    ['scalar x', () => dense(tf.scalar(1), kernel(), bias()), 'rank 1 or more, got float32 []'],
    ['integers', () => dense(tf.ones([1, 2], 'int32'), kernel(), bias()), 'got int32 [1,2]'],
    ['narrow x', () => dense(tf.ones([1, 3]), kernel(), bias()), 'expected kernel to be float32 of shape [3,3]'],
    ['short bias', () => dense(tf.ones([1, 2]), kernel(), tf.ones([2])), 'expected bias to be float32 of shape [3]'],
    ['activation', () => dense(tf.ones([1, 2]), kernel(), bias(), 'gelu' as never), "got 'gelu'"],
  ];
  it.each(cases)('%s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});
