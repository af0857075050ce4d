import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

type Operation = (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

const CASES: [string, number[][], Operation][] = [
  [
    'concat, first axis',
    [
      [2, 3],
      [4, 3],
    ],
    (a, b) => tf.concat([a!, b!], 0),
  ],
  [
    'concat, middle axis',
    [
      [2, 3, 5],
      [2, 1, 5],
    ],
    (a, b) => tf.concat([a!, b!], 1),
  ],
  [
    'concat, last axis',
    [
      [2, 3],
      [2, 1],
    ],
    (a, b) => tf.concat([a!, b!], -1),
  ],
  [
    'concat with an empty tensor',
    [
      [2, 3],
      [0, 3],
    ],
    (a, b) => tf.concat([a!, b!], 0),
  ],
  ['concat of three', [[5], [1], [6]], (...all) => tf.concat(all, 0)],
  [
    'stack, first axis',
    [
      [2, 3],
      [2, 3],
    ],
    (a, b) => tf.stack([a!, b!], 0),
  ],
  [
    'stack, last axis',
    [
      [2, 3],
      [2, 3],
    ],
    (a, b) => tf.stack([a!, b!], -1),
  ],
  ['stack of scalars', [[], []], (a, b) => tf.stack([a!, b!])],
  ['unstack, first axis', [[3, 2, 5]], (a) => tf.unstack(a!, 0)],
  ['unstack, last axis', [[3, 2, 5]], (a) => tf.unstack(a!, -1)],
  ['split evenly', [[4, 6]], (a) => tf.split(a!, 3, 1)],
  ['split by sizes', [[4, 6]], (a) => tf.split(a!, [1, 5], -1)],
  ['slice of nothing but the rank', [[4, 6]], (a) => tf.slice(a!, [0, 0], [4, 6])],
  ['slice of one axis', [[4, 6]], (a) => tf.slice(a!, [0, 2], [4, 3])],
  ['slice of two axes', [[4, 6]], (a) => tf.slice(a!, [1, 2], [2, 3])],
  ['slice to the end', [[4, 6, 2]], (a) => tf.slice(a!, [2], [-1])],
];

describe.each(CASES)('%s against the cpu backend', (_, shapes, operation) => {
  const inputs = shapes.map((shape, i) => input(shape, i + 1));

  it('float32', async () => {
    expectAlike(await on('wasm', inputs, operation), await on('cpu', inputs, operation), 0);
  });

  it('int32 and bool', async () => {
    for (const dtype of ['int32', 'bool'] as const) {
      const cast: Operation = (...all) => {
        const out = operation(...all.map((x) => (dtype === 'bool' ? x.greater(0) : x.mul(5).toInt())));
        return Array.isArray(out) ? out.map((x) => x.cast('float32')) : out.cast('float32');
      };
      expectAlike(await on('wasm', inputs, cast), await on('cpu', inputs, cast), 0);
    }
  });

  it('gradients', async () => {
    const gradients: Operation = (...all) =>
      tf.grads((...its: tf.Tensor[]) => {
        const out = operation(...its);
        const parts = (Array.isArray(out) ? out : [out]).map((part, i) =>
          part
            .square()
            .sum()
            .mul(i + 1),
        );
        return tf.addN(parts);
      })(all);
    expectAlike(await on('wasm', inputs, gradients), await on('cpu', inputs, gradients));
  });
});

it('shapes that do not fit are refused', () => {
  expect(() => tf.concat([tf.ones([2, 3]), tf.ones([2, 4])], 0)).toThrow();
  expect(() => tf.slice(tf.ones([3]), [2], [4])).toThrow();
});

describe('clone', () => {
  it.each([
    ['clone', (x: tf.Tensor) => x.clone()],
    ['a cast to the same type', (x: tf.Tensor) => x.cast('float32')],
  ])('%s costs no memory, and outlives what it was made from', (_, copy) => {
    const x = tf.tensor1d([1, 2, 3]);
    const before = tf.memory().numDataBuffers;
    const clone = copy(x);
    expect(tf.memory().numDataBuffers).toBe(before);
    x.dispose();
    const other = tf.tensor1d([7, 8, 9]);
    expect([...clone.dataSync()]).toEqual([1, 2, 3]);
    expect([...other.dataSync()]).toEqual([7, 8, 9]);
    tf.dispose([clone, other]);
    expect(tf.memory().numDataBuffers).toBe(before - 1);
  });

  it.each(['float32', 'int32', 'bool'] as const)('%s', (dtype) => {
    const clone = tf.tensor1d([1, 0, 1], dtype).clone();
    expect([clone.dtype, [...clone.dataSync()]]).toEqual([dtype, [1, 0, 1]]);
  });

  it('strings', () => {
    expect(tf.tensor1d(['a', 'b']).clone().arraySync()).toEqual(['a', 'b']);
  });

  it('its gradient', () => {
    expect([
      ...tf
        .grad((x) => x.clone().square().sum())(tf.tensor1d([1, 2]))
        .dataSync(),
    ]).toEqual([2, 4]);
  });
});

describe('cast against the cpu backend', () => {
  it.each([
    ['float32', 'int32'],
    ['int32', 'float32'],
    ['int32', 'int32'],
  ] as const)('%s to %s', async (from, to) => {
    const inputs = [{ shape: [4], values: [0, 1, -2, 3] }];
    const cast = (x: tf.Tensor) => x.cast(from).cast(to).cast('float32');
    expectAlike(await on('wasm', inputs, cast as never), await on('cpu', inputs, cast as never));
  });
});
