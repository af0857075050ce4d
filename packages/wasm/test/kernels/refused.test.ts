// Operations of training programs that tfjs's own WASM kernels refuse or get wrong: each case fails without ours.
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { installTrainingKernels } from '../../src/index.js';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

const integers = (shape: readonly number[], seed = 1) => ({
  shape,
  values: input(shape, seed).values.map((value) => Math.trunc(value * 50)),
  dtype: 'int32' as const,
});
const withSpecials = (shape: readonly number[], specials: readonly number[]) => {
  const made = input(shape);
  for (const [i, special] of specials.entries()) made.values[3 * i + 1] = special;
  return made;
};

type Inputs = Parameters<typeof on>[1];
type Operation = (...inputs: never[]) => tf.Tensor;

const image = input([2, 6, 5, 3]);
const filter = input([3, 2, 3, 4], 2);

const cases: [name: string, inputs: Inputs, operation: Operation][] = [
  [
    'fused.conv2d with a bias of rank 4 and relu',
    [image, filter, input([1, 1, 1, 4], 3)],
    (x: tf.Tensor4D, w: tf.Tensor4D, bias: tf.Tensor) =>
      tf.fused.conv2d({ x, filter: w, strides: 1, pad: 'same', bias, activation: 'relu' }),
  ],
  [
    'fused.conv2d with a bias of one number',
    [image, filter, input([], 3)],
    (x: tf.Tensor4D, w: tf.Tensor4D, bias: tf.Tensor) =>
      tf.fused.conv2d({
        x,
        filter: w,
        strides: [2, 1],
        pad: 'valid',
        bias,
        activation: 'leakyrelu',
        leakyreluAlpha: 0.3,
      }),
  ],
  [
    'fused.depthwiseConv2d with a bias of rank 4',
    [image, input([3, 2, 3, 2], 2), input([1, 1, 1, 6], 3)],
    (x: tf.Tensor4D, w: tf.Tensor4D, bias: tf.Tensor) =>
      tf.fused.depthwiseConv2d({ x, filter: w, strides: 1, pad: 'same', bias, activation: 'sigmoid' }),
  ],
  [
    'matMul of integers, broadcast',
    [integers([1, 3, 4]), integers([3, 4, 5], 2)],
    (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b),
  ],
  [
    'matMul of integers, both transposed',
    [integers([4, 3]), integers([5, 4], 2)],
    (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, true, true),
  ],
  [
    'clipByValue of NaN and infinities',
    [withSpecials([4, 5], [Number.NaN, Infinity, -Infinity])],
    (x: tf.Tensor) => tf.clipByValue(x, -0.5, 0.25),
  ],
  ['clipByValue of integers', [integers([9])], (x: tf.Tensor) => tf.clipByValue(x, -10, 10)],
  [
    'bincount of an image',
    [{ shape: [2, 3], values: [0, 3, 1, 1, 2, 1], dtype: 'int32' }],
    (x: tf.Tensor) => tf.bincount(x as tf.Tensor1D, tf.tensor1d([]), 4),
  ],
  [
    'prelu with slopes that broadcast along the last axis',
    [input([2, 3, 4]), input([3, 1], 2)],
    (x: tf.Tensor, alpha: tf.Tensor) => tf.prelu(x, alpha),
  ],
  [
    'avgPool of NaN and infinity',
    [withSpecials([1, 6, 6, 2], [Number.NaN, Infinity])],
    (x: tf.Tensor4D) => tf.avgPool(x, 2, 2, 'valid'),
  ],
  [
    'avgPool with windows that lie on the padding',
    [input([4, 3, 2])],
    (x: tf.Tensor3D) => tf.avgPool(x, 1, 2, 1, 'floor'),
  ],
  [
    'maxPool with windows that lie on the padding',
    [input([4, 3, 2])],
    (x: tf.Tensor3D) => tf.maxPool(x, 1, 2, 1, 'floor'),
  ],
  [
    'cast of numbers to bool',
    [withSpecials([7], [Number.NaN, 255])],
    (x: tf.Tensor) => x.mul([0, 1, 256, 1, 0.1, 0, 1]).cast('bool'),
  ],
  ['cast of integers to bool', [integers([9])], (x: tf.Tensor) => x.mul(tf.scalar(256, 'int32')).cast('bool')],
  [
    'gather in batches along the first axis that they leave',
    [input([2, 4, 3]), { shape: [2, 3], values: [2, 0, 3, 1, 1, 0], dtype: 'int32' }],
    (x: tf.Tensor, ids: tf.Tensor) => tf.gather(x, ids as tf.Tensor2D, 1, 1),
  ],
  [
    'gather in batches of scalars',
    [input([2, 4]), { shape: [2, 3], values: [2, 0, 3, 1, 1, 0], dtype: 'int32' }],
    (x: tf.Tensor, ids: tf.Tensor) => tf.gather(x, ids as tf.Tensor2D, 1, 1),
  ],
  ...(['sub', 'mul'] as const).map((name): [string, Inputs, Operation] => [
    `${name} at rank 7`,
    [input([2, 1, 3, 1, 2, 1, 3]), input([1, 2, 1, 2, 1, 3, 1], 2)],
    (a: tf.Tensor, b: tf.Tensor) => a[name](b),
  ]),
];

const more: [name: string, inputs: Inputs, operation: Operation][] = [
  ['avgPool, same, strides', [image], (x: tf.Tensor4D) => tf.avgPool(x, [3, 2], [2, 1], 'same')],
  [
    'avgPool of NaN, same, strides',
    [withSpecials([2, 6, 5, 3], [Number.NaN])],
    (x: tf.Tensor4D) => tf.avgPool(x, [3, 2], [2, 1], 'same'),
  ],
  [
    'gather along a middle axis',
    [input([2, 4, 3]), { shape: [2, 2], values: [3, 0, 1, 1], dtype: 'int32' }],
    (x: tf.Tensor, ids: tf.Tensor) => tf.gather(x, ids as tf.Tensor2D, 1),
  ],
  [
    'fused.conv2d with a bias of rank 1',
    [image, filter, input([4], 3)],
    (x: tf.Tensor4D, w: tf.Tensor4D, bias: tf.Tensor) =>
      tf.fused.conv2d({ x, filter: w, strides: 1, pad: 'same', bias, activation: 'relu' }),
  ],
  ...(['add', 'div', 'maximum', 'squaredDifference'] as const).map((name): [string, Inputs, Operation] => [
    `${name} at rank 6, and again at rank 5`,
    [input([2, 1, 3, 1, 2, 1]), input([3, 2, 1, 3, 1, 4], 2)],
    (a: tf.Tensor, b: tf.Tensor) => a[name](b.slice(0, 1)).concat(a.sum(0)[name](b.sum(0)).expandDims(0)),
  ]),
];

it.each([...cases, ...more])('%s equals the cpu backend', async (_, inputs, operation) => {
  const run = (...tensors: tf.Tensor[]) => operation(...(tensors as never[]));
  expectAlike(await on('wasm', inputs, run), await on('cpu', inputs, run));
});

it.each(cases)('%s: without the kernels it fails or differs', async (_, inputs, operation) => {
  const run = (...tensors: tf.Tensor[]) => operation(...(tensors as never[]));
  const right = await on('cpu', inputs, run);
  (await installTrainingKernels()).uninstall();
  try {
    await expect(on('wasm', inputs, run).then((theirs) => expectAlike(theirs, right))).rejects.toThrow();
  } finally {
    await installTrainingKernels();
  }
});

describe('channels first', () => {
  const turned = (x: tf.Tensor) => tf.transpose(x, [0, 3, 1, 2]) as tf.Tensor4D;
  // The cpu backend's gradients take channels last only, so the authority is the same operation in that layout.
  const convolve =
    (format: 'NCHW' | 'NHWC', pad: 'same' | tf.backend_util.ExplicitPadding) => (x: tf.Tensor, w: tf.Tensor) => {
      const score = (picture: tf.Tensor, weights: tf.Tensor) => {
        const given = format === 'NCHW' ? turned(picture) : (picture as tf.Tensor4D);
        const out = tf.conv2d(given, weights as tf.Tensor4D, [2, 1], pad, format);
        return format === 'NCHW' ? out : turned(out);
      };
      return [score(x, w), ...tf.grads((a, b) => score(a!, b!).square().sum())([x, w])];
    };
  it.each([
    ['same', 'same' as const, 'same' as const],
    [
      'explicit',
      [
        [0, 0],
        [0, 0],
        [1, 2],
        [0, 1],
      ] as tf.backend_util.ExplicitPadding,
      [
        [0, 0],
        [1, 2],
        [0, 1],
        [0, 0],
      ] as tf.backend_util.ExplicitPadding,
    ],
  ])('conv2d with %s padding and its gradients equal those with channels last on cpu', async (_, first, last) => {
    const inputs = [image, filter];
    expectAlike(await on('wasm', inputs, convolve('NCHW', first)), await on('cpu', inputs, convolve('NHWC', last)));
  });

  it.each([[[4]], [[]], [[1, 1, 1]], [[1, 6, 1]]])('fused.conv2d with slopes of shape %j', async (shape) => {
    const run = (x: tf.Tensor, w: tf.Tensor, bias: tf.Tensor, alpha: tf.Tensor) =>
      tf.fused.conv2d({
        x: turned(x),
        filter: w as tf.Tensor4D,
        strides: 1,
        pad: 'same',
        dataFormat: 'NCHW',
        bias,
        activation: 'prelu',
        preluActivationWeights: alpha,
      });
    const inputs = [image, filter, input(shape.length > 1 ? [4] : shape, 3), input(shape, 4)];
    expectAlike(await on('wasm', inputs, run), await on('cpu', inputs, run));
  });
});

describe('where of booleans', () => {
  it('chooses each boolean and leaves the memory next to it alone', () => {
    tf.tidy(() => {
      const [size, neighbours] = [1021, 64];
      const flags = (step: number) =>
        tf.tensor1d(
          Uint8Array.from({ length: size }, (_, i) => Number(i % step === 0)),
          'bool',
        );
      const [choice, yes, no] = [flags(2), flags(3), flags(5)];
      const guards = Array.from({ length: neighbours }, (_, i) => tf.fill([256], i));
      const chosen = Array.from({ length: neighbours }, () => tf.where(choice, yes, no));
      const wanted = Array.from({ length: size }, (_, i) => Number(i % 2 === 0 ? i % 3 === 0 : i % 5 === 0));
      for (const tensor of chosen) {
        expect(tensor.dtype).toBe('bool');
        expect([...tensor.dataSync()]).toEqual(wanted);
      }
      guards.forEach((guard, i) => {
        expect(guard.min().dataSync()[0]! + guard.max().dataSync()[0]!).toBe(2 * i);
      });
    });
  });
});

it('refuses a slice of two axes that ends past the tensor', () => {
  expect(() => tf.slice(tf.ones([3, 4]), [1, 1], [3, 3])).toThrow('slice');
});
