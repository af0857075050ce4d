// NaN and the infinities, in every operand of every kernel in turn: what comes out of tfjs's cpu backend comes out of ours.
import { bernoulliLogProb, dense, gaussianKl, gaussianSample } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { KERNELS } from '../../src/kernels/index.js';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

type Operation = (...inputs: never[]) => tf.Tensor | tf.Tensor[];
type Case = [kernels: readonly string[], shapes: readonly number[][], operation: Operation];

const grads =
  (of: (...inputs: never[]) => tf.Tensor): Operation =>
  (...inputs: never[]) => {
    const score = (...its: tf.Tensor[]) => of(...(its as never[])).sum();
    return tf.grads(score)(inputs as tf.Tensor[]);
  };

const wave = (...shape: number[]) =>
  tf
    .range(
      0,
      shape.reduce((a, b) => a * b),
    )
    .sin()
    .reshape(shape);
const conv = (x: tf.Tensor4D, w: tf.Tensor4D) => tf.conv2d(x, w, 2, 'valid');
const depthwise = (x: tf.Tensor4D, w: tf.Tensor4D) => tf.depthwiseConv2d(x, w, 1, 'same');
const conv3d = (x: tf.Tensor5D, w: tf.Tensor5D) => tf.conv3d(x, w, 1, 'valid');
const image = [1, 5, 6, 2];
const volume = [1, 3, 4, 3, 2];

const CASES: Case[] = [
  [
    ['BatchMatMul'],
    [
      [5, 9],
      [7, 9],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, false, true),
  ],
  [
    ['_FusedMatMul'],
    [[5, 9], [9, 7], [7]],
    (a: tf.Tensor2D, b: tf.Tensor2D, bias: tf.Tensor) => tf.fused.matMul({ a, b, bias, activation: 'relu' }),
  ],
  [['Conv2D'], [image, [3, 3, 2, 3]], conv],
  [
    ['FusedConv2D'],
    [image, [3, 3, 2, 3], [1, 1, 1, 3]],
    (x: tf.Tensor4D, w: tf.Tensor4D, bias: tf.Tensor) =>
      tf.fused.conv2d({ x, filter: w, strides: 2, pad: 'valid', bias, activation: 'relu' }),
  ],
  [
    ['FusedDepthwiseConv2D'],
    [image, [3, 3, 2, 1], [1, 1, 1, 2]],
    (x: tf.Tensor4D, w: tf.Tensor4D, bias: tf.Tensor) =>
      tf.fused.depthwiseConv2d({ x, filter: w, strides: 1, pad: 'valid', bias, activation: 'relu' }),
  ],
  [['AvgPool'], [image], (x: tf.Tensor4D) => tf.avgPool(x, 2, 2, 'same')],
  [['Conv2DBackpropFilter', 'Conv2DBackpropInput'], [image, [3, 3, 2, 3]], grads(conv)],
  [
    ['DepthwiseConv2dNativeBackpropFilter', 'DepthwiseConv2dNativeBackpropInput'],
    [image, [3, 3, 2, 2]],
    grads(depthwise),
  ],
  // Of the upstream gradient alone: which place of a window counts as the largest beside a NaN is in corrected.test.ts.
  [
    ['MaxPoolGrad'],
    [[1, 2, 2, 2]],
    (dy: tf.Tensor) => tf.grad((x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'same').mul(dy))(wave(1, 4, 4, 2)),
  ],
  [['MaxPool3D'], [[1, 2, 4, 4, 2]], (x: tf.Tensor5D) => tf.maxPool3d(x, 2, 2, 'same')],
  [
    ['MaxPool3DGrad'],
    [[1, 1, 2, 2, 2]],
    (dy: tf.Tensor) =>
      tf.grad((x: tf.Tensor) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, 'same').mul(dy))(wave(1, 2, 4, 4, 2)),
  ],
  [['Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2'], [volume, [2, 2, 2, 2, 3]], grads(conv3d)],
  [['Dilation2D'], [image, [2, 2, 2]], (x: tf.Tensor4D, w: tf.Tensor3D) => tf.dilation2d(x, w, 1, 'valid')],
  [
    ['Einsum'],
    [
      [4, 5],
      [5, 3],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.einsum('ij,jk->ki', a, b),
  ],
  [['GatherV2'], [[4, 5]], (x: tf.Tensor) => tf.gather(x, tf.tensor1d([3, 0, 2], 'int32'))],
  [
    ['Select'],
    [
      [3, 4],
      [3, 4],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.where(wave(3, 4).greater(0), a, b),
  ],
  [['ClipByValue'], [[3, 4]], (x: tf.Tensor) => tf.clipByValue(x, -0.5, 0.5)],
  [
    ['Prelu'],
    [
      [2, 3, 4],
      [3, 1],
    ],
    (x: tf.Tensor, alpha: tf.Tensor) => tf.prelu(x, alpha),
  ],
  [['Identity'], [[7]], (x: tf.Tensor) => x.clone()],
  [['Cast'], [[7]], (x: tf.Tensor) => x.cast('float32')],
  [['Sum'], [[5, 9]], (x: tf.Tensor) => [x.sum(), x.sum(0), x.sum(1)]],
  [['Mean'], [[5, 9]], (x: tf.Tensor) => [x.mean(), x.mean(0), x.mean(1)]],
  [
    ['Concat'],
    [
      [3, 4],
      [3, 2],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.concat([a, b], 1),
  ],
  [
    ['Pack'],
    [
      [3, 4],
      [3, 4],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.stack([a, b], 1),
  ],
  [['Unpack'], [[3, 4]], (a: tf.Tensor) => tf.unstack(a, 1)],
  [['SplitV'], [[3, 6]], (a: tf.Tensor) => tf.split(a, 2, 1)],
  [['Slice'], [[5, 6]], (a: tf.Tensor) => tf.slice(a, [0, 1], [4, 4])],
  [['Softmax'], [[3, 7]], (x: tf.Tensor) => tf.softmax(x)],
  ...(['linear', 'relu', 'tanh', 'sigmoid', 'softplus'] as const).map(
    (activation): Case => [
      [],
      [[3, 5], [5, 6], [6]],
      (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) => dense(x, w as tf.Tensor2D, b as tf.Tensor1D, activation),
    ],
  ),
  [
    [],
    [
      [3, 5],
      [3, 5],
    ],
    (l: tf.Tensor, t: tf.Tensor) => bernoulliLogProb(l, t),
  ],
  [
    [],
    [
      [3, 5],
      [3, 5],
    ],
    (m: tf.Tensor, v: tf.Tensor) => gaussianKl({ loc: m, logVariance: v }),
  ],
  [
    [],
    [
      [3, 5],
      [3, 5],
      [3, 5],
    ],
    (m: tf.Tensor, v: tf.Tensor, e: tf.Tensor) => gaussianSample({ loc: m, logVariance: v }, e),
  ],
  ...Object.entries({
    Add: tf.add,
    Sub: tf.sub,
    Multiply: tf.mul,
    RealDiv: tf.div,
    Maximum: tf.maximum,
    Minimum: tf.minimum,
    SquaredDifference: tf.squaredDifference,
  }).map(([name, compute]): Case => [[name], [[3, 7], [7]], (a: tf.Tensor, b: tf.Tensor) => compute(a, b)]),
  ...Object.entries({
    Neg: tf.neg,
    Abs: tf.abs,
    Square: tf.square,
    Sqrt: tf.sqrt,
    Rsqrt: tf.rsqrt,
    Relu: tf.relu,
    Step: tf.step,
    Exp: tf.exp,
    Log: tf.log,
    Sigmoid: tf.sigmoid,
    Softplus: tf.softplus,
    Tanh: tf.tanh,
  }).map(([name, compute]): Case => [[name], [[3, 7]], (x: tf.Tensor) => compute(x)]),
];

describe.each(CASES)('%s %#', (_, shapes, operation) => {
  it.each([Number.NaN, Infinity, -Infinity])('%d', async (special) => {
    for (const which of shapes.keys()) {
      const inputs = shapes.map((shape, i) => input(shape, i + 1));
      inputs[which]!.values[3] = special;
      expectAlike(await on('wasm', inputs, operation as never), await on('cpu', inputs, operation as never));
    }
  });
});

it('a NaN of a filter reaches every output, also those where its tap lies on padding, as in XNNPACK: cpu leaves those out', () => {
  const filter = tf.tensor4d([Number.NaN, 0, 0, 1], [2, 2, 1, 1]);
  expect([
    ...tf
      .conv2d(tf.ones([1, 2, 2, 1]) as tf.Tensor4D, filter, 1, [
        [0, 0],
        [1, 0],
        [1, 0],
        [0, 0],
      ])
      .dataSync(),
  ]).toEqual(new Array(4).fill(Number.NaN));
});

/** What this file leaves out, and where it is instead. */
const ELSEWHERE = [
  'UnsortedSegmentSum', // NaN stays in its own segment: unsorted-segment-sum.test.ts
  'MaxPool', // left to tfjs's own, which sees NaN in another way: corrected.test.ts; other windows: refused.test.ts
  'Bincount', // of integers: refused.test.ts
  'Dilation2DBackpropInput', // corrected.test.ts
  'Dilation2DBackpropFilter',
];

it('every kernel is here', () => {
  const named = [...CASES.flatMap(([kernels]) => kernels), ...ELSEWHERE];
  expect([...named].sort()).toEqual(KERNELS.map(({ name }) => name).sort());
});
