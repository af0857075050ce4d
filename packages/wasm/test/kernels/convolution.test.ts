import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

type Pad = 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;

const CASES: [name: string, x: number[], filter: number[], strides: number | [number, number], pad: Pad][] = [
  ['stride 2, same', [3, 9, 8, 2], [3, 3, 2, 5], 2, 'same'],
  ['stride 1, valid', [2, 7, 6, 3], [3, 2, 3, 4], 1, 'valid'],
  ['uneven strides', [1, 11, 10, 1], [4, 3, 1, 2], [3, 2], 'same'],
  ['filter larger than the image', [2, 3, 3, 2], [5, 5, 2, 3], 1, 'same'],
  ['pointwise', [3, 5, 4, 6], [1, 1, 6, 7], 1, 'same'],
  ['pointwise, stride 2', [2, 5, 4, 3], [1, 1, 3, 2], 2, 'same'],
  ['one pixel', [1, 1, 1, 4], [1, 1, 4, 6], 1, 'valid'],
  ['padding by a number', [2, 5, 5, 2], [3, 3, 2, 2], 1, 2],
  [
    'uneven padding',
    [2, 5, 6, 2],
    [3, 3, 2, 2],
    1,
    [
      [0, 0],
      [2, 1],
      [0, 3],
      [0, 0],
    ],
  ],
  ['stride larger than the filter', [2, 10, 10, 3], [2, 2, 3, 7], 3, 'valid'],
  ['several passes of im2col', [40, 28, 28, 8], [3, 3, 8, 9], 2, 'same'],
  ['several passes, one filter: matrix times vector', [9, 60, 60, 1], [3, 3, 1, 1], 1, 'same'],
];

describe.each(CASES)('conv2d: %s', (_, x, filter, strides, pad) => {
  const inputs = [input(x, 1), input(filter, 2)];

  it('value and gradients equal those of the cpu backend', async () => {
    const gradients = (image: tf.Tensor4D, weights: tf.Tensor4D) => {
      const convolve = (a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, pad);
      const scored = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) => convolve(a, b).square().sum())([image, weights]);
      return [scored.value, ...scored.grads];
    };
    expectAlike(await on('wasm', inputs, gradients as never), await on('cpu', inputs, gradients as never), 2e-5);
  });
});

describe('conv2d', () => {
  it('dilated', async () => {
    const inputs = [input([2, 9, 8, 3], 1), input([3, 2, 3, 5], 2)];
    const dilated = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same', 'NHWC', [2, 3]);
    expectAlike(await on('wasm', inputs, dilated as never), await on('cpu', inputs, dilated as never));
  });

  it('channels first', async () => {
    const inputs = [input([2, 6, 5, 3], 1), input([3, 3, 3, 4], 2), input([2, 3, 3, 4], 3)];
    const gradients = (x: tf.Tensor4D, filter: tf.Tensor4D, dy: tf.Tensor4D) => {
      const first = (tensor: tf.Tensor) => tf.transpose(tensor, [0, 3, 1, 2]);
      return [
        tf.engine().runKernel<tf.Tensor>('Conv2DBackpropFilter', { x: first(x), dy: first(dy) } as never, {
          strides: 2,
          pad: 'same',
          dataFormat: 'NCHW',
          dimRoundingMode: undefined as never,
          filterShape: filter.shape,
        }),
        tf.engine().runKernel<tf.Tensor>('Conv2DBackpropInput', { dy: first(dy), filter } as never, {
          strides: 2,
          pad: 'same',
          dataFormat: 'NCHW',
          dimRoundingMode: undefined as never,
          inputShape: [2, 3, 6, 5],
        }),
      ];
    };
    expectAlike(await on('wasm', inputs, gradients as never), await on('cpu', inputs, gradients as never));
  });

  it('transposed convolution and its gradients', async () => {
    const inputs = [input([2, 4, 4, 5], 1), input([3, 3, 3, 5], 2)];
    const gradients = (image: tf.Tensor, weights: tf.Tensor) =>
      tf.grads((a: tf.Tensor, b: tf.Tensor) =>
        tf
          .conv2dTranspose(a as tf.Tensor4D, b as tf.Tensor4D, [2, 8, 8, 3], 2, 'same')
          .square()
          .sum(),
      )([image, weights]);
    expectAlike(await on('wasm', inputs, gradients as never), await on('cpu', inputs, gradients as never), 2e-5);
  });

  it('several passes, one number a patch: whole numbers, so that every order of summation is exact', () => {
    const [dw] = tf.tidy(() => {
      const x = tf
        .range(0, 5 * 256 * 256)
        .mod(4)
        .sub(1)
        .reshape([5, 256, 256, 1]) as tf.Tensor4D;
      const score = (w: tf.Tensor) =>
        tf
          .conv2d(x, w as tf.Tensor4D, 1, 'same')
          .mul([1, 2, -3, 4, 5])
          .sum();
      return [tf.grad(score)(tf.ones([1, 1, 1, 5]))];
    });
    const total = (5 * 256 * 256) / 2;
    expect([...dw!.dataSync()]).toEqual([1, 2, -3, 4, 5].map((factor) => factor * total));
    dw!.dispose();
  });

  it('NaN propagates alike', async () => {
    const inputs = [input([2, 6, 6, 2], 1), input([3, 3, 2, 3], 2)];
    inputs[0]!.values[17] = Number.NaN;
    inputs[0]!.values[100] = Infinity;
    const gradient = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.grads((a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 2, 'same').sum())([
        x,
        filter,
      ]);
    expectAlike(await on('wasm', inputs, gradient as never), await on('cpu', inputs, gradient as never));
  });
});

describe.each([
  ['multiplier 1', [2, 7, 6, 5], [3, 3, 5, 1], 2, 'same'],
  ['multiplier 3', [2, 6, 6, 2], [2, 3, 2, 3], 1, 'valid'],
  ['eight channels', [1, 5, 5, 8], [3, 3, 8, 1], 1, 'same'],
] as [string, number[], number[], number, 'same' | 'valid'][])('depthwiseConv2d: %s', (_, x, filter, strides, pad) => {
  const inputs = [input(x, 1), input(filter, 2)];

  it('gradients equal those of the cpu backend', async () => {
    const gradients = (image: tf.Tensor, weights: tf.Tensor) =>
      tf.grads((a: tf.Tensor, b: tf.Tensor) =>
        tf
          .depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, pad)
          .square()
          .sum(),
      )([image, weights]);
    expectAlike(await on('wasm', inputs, gradients as never), await on('cpu', inputs, gradients as never));
  });
});

describe('depthwiseConv2d: dilated', () => {
  // tfjs's cpu kernels ignore the dilation here, so the authority is the forward operation, which is bilinear:
  // <conv(x, w), dy> = <dw, w> = <dx, x>, whatever x and w are.
  it('the gradients are the adjoints of the operation', async () => {
    const [x, filter] = [input([2, 9, 8, 3], 1), input([3, 3, 3, 2], 2)];
    const attributes = { strides: 1, dilations: [2, 2], pad: 'same', dimRoundingMode: undefined as never };
    const value = (a: tf.Tensor, b: tf.Tensor) =>
      tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, 'same', 'NHWC', 2);
    const dot = (a: tf.Tensor, b: tf.Tensor) => a.mul(b).sum();
    const [forward] = await on('cpu', [x, filter], ((a: tf.Tensor, b: tf.Tensor) =>
      dot(value(a, b), value(b.mean().add(a), b))) as never);
    const backward = await on('wasm', [x, filter], ((a: tf.Tensor, b: tf.Tensor) => {
      const dy = value(b.mean().add(a), b);
      const dw = tf.engine().runKernel<tf.Tensor>('DepthwiseConv2dNativeBackpropFilter', { x: a, dy } as never, {
        ...attributes,
        filterShape: b.shape,
      });
      const dx = tf.engine().runKernel<tf.Tensor>('DepthwiseConv2dNativeBackpropInput', { dy, filter: b } as never, {
        ...attributes,
        inputShape: a.shape,
      });
      return [dot(dw, b), dot(dx, a)];
    }) as never);
    expect(backward[0]!.values[0]).toBeCloseTo(forward!.values[0]!, 2);
    expect(backward[1]!.values[0]).toBeCloseTo(forward!.values[0]!, 2);
  });
});
