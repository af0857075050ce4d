import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

const size = fc.integer({ min: 1, max: 21 });
const flag = fc.boolean();

function operands(m: number, n: number, k: number, ta: boolean, tb: boolean, batchA: number[], batchB: number[]) {
  return [input([...batchA, ...(ta ? [k, m] : [m, k])], 1), input([...batchB, ...(tb ? [n, k] : [k, n])], 2)];
}

describe('matMul against the cpu backend', () => {
  it('random shapes and transposes', async () => {
    await fc.assert(
      fc.asyncProperty(size, size, size, flag, flag, async (m, n, k, ta, tb) => {
        const inputs = operands(m, n, k, ta, tb, [], []);
        const product = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, ta, tb);
        expectAlike(await on('wasm', inputs, product as never), await on('cpu', inputs, product as never));
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it.each([
    ['several blocks in depth', 7, 9, 801, true, false],
    ['several blocks of rows', 1601, 9, 375, false, true],
    ['blocks both ways, transposed', 770, 17, 402, true, true],
    ['depth of one', 12, 16, 1, false, false],
    ['the most rows for which B is read as it lies', 24, 43, 60, false, false],
    ['one row more', 25, 43, 60, false, false],
    ['a short last panel of both', 29, 21, 60, true, false],
  ] as const)('%s', async (_, m, n, k, ta, tb) => {
    const inputs = operands(m, n, k, ta, tb, [], []);
    const product = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, ta, tb);
    expectAlike(await on('wasm', inputs, product as never), await on('cpu', inputs, product as never));
  });

  // One row or one column is a product of a vector, with its own code for each of the four ways in which the matrix may lie.
  it.each([
    [1, 1],
    [1, 3],
    [1, 4],
    [1, 37],
    [3, 1],
    [8, 1],
    [37, 1],
  ])('%i x %i, any depth and transposes', async (m, n) => {
    for (const k of [1, 3, 4, 7, 8, 9, 15, 16, 30, 500]) {
      for (const [ta, tb] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        const inputs = operands(m, n, k, ta, tb, [], []);
        const product = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, ta, tb);
        expectAlike(await on('wasm', inputs, product as never), await on('cpu', inputs, product as never));
      }
    }
  });

  it.each([
    [[3], [3]],
    [[3], [1]],
    [[1], [4]],
    [[2, 3], [3]],
    [[], [2, 2]],
  ])('broadcast batch axes [%s] and [%s]', async (batchA, batchB) => {
    for (const [ta, tb] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const inputs = operands(5, 7, 6, ta, tb, batchA, batchB);
      const product = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, ta, tb);
      expectAlike(await on('wasm', inputs, product as never), await on('cpu', inputs, product as never));
    }
  });

  it('both operands broadcast', async () => {
    // tfjs's cpu kernel pairs the wrong matrices here, so the authority is each pair's own product.
    const inputs = operands(2, 3, 4, false, false, [2, 1], [1, 3]);
    const together = await on('wasm', inputs, (a, b) => tf.matMul(a!, b!));
    const apart = await on('cpu', inputs, (a, b) =>
      tf.stack(
        [0, 1].map((i) => tf.stack([0, 1, 2].map((j) => tf.matMul(a!.gather(i).squeeze(), b!.squeeze().gather(j))))),
      ),
    );
    expectAlike(together, apart);
  });

  it('NaN and infinity propagate alike', async () => {
    for (const [bad, at] of [
      [Number.NaN, 3],
      [Infinity, 20],
      [-Infinity, 34],
    ] as const) {
      for (const [m, n, k] of [
        [5, 9, 7],
        [1, 9, 35],
        [35, 9, 1],
        [5, 1, 7],
      ] as const) {
        const inputs = operands(m, n, k, false, false, [], []);
        inputs[0]!.values[at] = bad;
        const product = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b);
        expectAlike(await on('wasm', inputs, product as never), await on('cpu', inputs, product as never));
      }
    }
  });

  it('an empty inner axis gives zeros', async () => {
    const inputs = operands(3, 4, 0, false, false, [], []);
    const [result] = await on('wasm', inputs, (a, b) => tf.matMul(a!, b!));
    expect([...result!.values]).toEqual(new Array(12).fill(0));
  });

  it('no rows, no columns', async () => {
    for (const [m, n] of [
      [0, 4],
      [3, 0],
    ] as const) {
      const [result] = await on('wasm', operands(m, n, 5, true, true, [], []), (a, b) => tf.matMul(a!, b!, true, true));
      expect(result!.shape).toEqual([m, n]);
    }
  });

  it('gradients by both operands', async () => {
    const inputs = operands(6, 5, 11, true, true, [2], [2]);
    const gradients = (a: tf.Tensor, b: tf.Tensor) =>
      tf.grads((x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, true, true).square().sum())([a, b]);
    expectAlike(await on('wasm', inputs, gradients as never), await on('cpu', inputs, gradients as never));
  });
});

describe('fused matMul against the cpu backend', () => {
  it.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const)('%s', async (activation) => {
    for (const [ta, tb] of [
      [false, false],
      [true, true],
    ] as const) {
      const inputs = [...operands(5, 7, 11, ta, tb, [], []), input([7], 3), input([7], 4)];
      const fused = (a: tf.Tensor2D, b: tf.Tensor2D, bias: tf.Tensor, alpha: tf.Tensor) =>
        tf.fused.matMul({
          a,
          b,
          transposeA: ta,
          transposeB: tb,
          bias,
          activation,
          ...(activation === 'prelu' && { preluActivationWeights: alpha }),
          ...(activation === 'leakyrelu' && { leakyreluAlpha: 0.3 }),
        });
      expectAlike(await on('wasm', inputs, fused as never), await on('cpu', inputs, fused as never));
    }
  });

  it('a scalar bias broadcasts', async () => {
    const inputs = [...operands(5, 7, 11, false, false, [], []), input([1], 3)];
    const fused = (a: tf.Tensor2D, b: tf.Tensor2D, bias: tf.Tensor) => tf.fused.matMul({ a, b, bias });
    expectAlike(await on('wasm', inputs, fused as never), await on('cpu', inputs, fused as never));
  });
});
