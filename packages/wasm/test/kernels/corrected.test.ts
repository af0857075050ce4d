// Operations whose gradients tfjs's own WASM kernels get wrong: each case fails without ours.
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { installTrainingKernels } from '../../src/index.js';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

type Shapes = readonly number[][];
type Operation = (...inputs: never[]) => tf.Tensor;

const wrong: [name: string, shapes: Shapes, operation: Operation][] = [
  [
    'maxPool, windows without a positive number',
    [[2, 6, 6, 3]],
    (x: tf.Tensor4D) => tf.maxPool(x.sub(0.5) as tf.Tensor4D, 2, 2, 'same'),
  ],
  [
    'maxPool3d, windows without a positive number',
    [[2, 4, 4, 4, 3]],
    (x: tf.Tensor5D) => tf.maxPool3d(x.sub(0.5) as tf.Tensor5D, 2, 2, 'same'),
  ],
  [
    'conv3d, an even filter',
    [
      [2, 3, 4, 3, 2],
      [2, 2, 2, 2, 3],
    ],
    (x: tf.Tensor5D, w: tf.Tensor5D) => tf.conv3d(x, w, 1, 'same').square(),
  ],
  [
    'dilation2d',
    [
      [2, 5, 6, 3],
      [2, 3, 3],
    ],
    (x: tf.Tensor4D, w: tf.Tensor3D) => tf.dilation2d(x.sub(1) as tf.Tensor4D, w, 1, 'same').square(),
  ],
];

const more: [name: string, shapes: Shapes, operation: Operation][] = [
  ['maxPool, overlapping, five channels', [[2, 7, 8, 5]], (x: tf.Tensor4D) => tf.maxPool(x, [3, 2], [1, 2], 'same')],
  ['maxPool, valid, gaps', [[1, 9, 9, 4]], (x: tf.Tensor4D) => tf.maxPool(x, 2, 3, 'valid')],
  [
    'maxPool, equal numbers',
    [[1, 4, 4, 2]],
    (x: tf.Tensor4D) => tf.maxPool(x.step() as tf.Tensor4D, 2, 2, 'same').mul(x.mean()),
  ],
  ['maxPool3d, overlapping', [[1, 5, 6, 4, 2]], (x: tf.Tensor5D) => tf.maxPool3d(x, 3, [1, 2, 1], 'same').square()],
  [
    'conv3d, strides',
    [
      [1, 5, 6, 7, 2],
      [3, 2, 3, 2, 4],
    ],
    (x: tf.Tensor5D, w: tf.Tensor5D) => tf.conv3d(x, w, [2, 1, 2], 'same').square(),
  ],
  [
    'conv3d, valid, one channel',
    [
      [1, 4, 4, 6, 1],
      [2, 3, 1, 1, 1],
    ],
    (x: tf.Tensor5D, w: tf.Tensor5D) => tf.conv3d(x, w, 1, 'valid').square(),
  ],
  [
    'dilation2d, dilated, strides',
    [
      [1, 8, 7, 2],
      [2, 2, 2],
    ],
    (x: tf.Tensor4D, w: tf.Tensor3D) => tf.dilation2d(x, w, 2, 'same', 2).square(),
  ],
];

/** The value, and the gradients of its sum. */
const gradients =
  (operation: Operation) =>
  (...tensors: tf.Tensor[]) => [
    operation(...(tensors as never[])),
    ...tf.grads((...its: tf.Tensor[]) => operation(...(its as never[])).sum())(tensors),
  ];

describe.each([...wrong, ...more])('%s', (_, shapes, operation) => {
  it('value and gradients equal those of the cpu backend', async () => {
    const inputs = shapes.map((shape, i) => input(shape, i + 1));
    expectAlike(await on('wasm', inputs, gradients(operation)), await on('cpu', inputs, gradients(operation)));
  });
});

it.each(wrong)('%s: without the kernels the gradients differ', async (_, shapes, operation) => {
  const inputs = shapes.map((shape, i) => input(shape, i + 1));
  (await installTrainingKernels()).uninstall();
  try {
    const [theirs, right] = [
      await on('wasm', inputs, gradients(operation)),
      await on('cpu', inputs, gradients(operation)),
    ];
    expect(() => expectAlike(theirs, right)).toThrow('expected');
  } finally {
    await installTrainingKernels();
  }
});

it('maxPool: a NaN is passed over, a window of nothing else gives to none', async () => {
  const inputs = [input([1, 4, 4, 1], 1)];
  for (const at of [0, 2, 3, 6, 7]) inputs[0]!.values[at] = Number.NaN;
  // Of the gradient alone: the value is of tfjs's own kernel, which sees NaN in another way than the cpu backend's.
  const gradient = (x: tf.Tensor) =>
    tf.grad((image: tf.Tensor) =>
      tf
        .maxPool(image as tf.Tensor4D, 2, 2, 'same')
        .mul([[1], [2]])
        .sum(),
    )(x);
  expectAlike(await on('wasm', inputs, gradient), await on('cpu', inputs, gradient));
});

it('maxPool3d with an uneven filter, which the cpu backend gets wrong: the slope along a direction', () => {
  const { slope, along } = tf.tidy(() => {
    const x = tf.randomNormal([1, 5, 6, 4, 2], 0, 1, 'float32', 1) as tf.Tensor5D;
    const direction = tf.randomNormal(x.shape, 0, 1, 'float32', 2);
    const score = (volume: tf.Tensor) =>
      tf
        .maxPool3d(volume as tf.Tensor5D, [1, 2, 3], [2, 1, 2], 'same')
        .square()
        .sum();
    const at = (step: number) => score(x.add(direction.mul(step))).dataSync()[0]!;
    return { slope: (at(1e-3) - at(-1e-3)) / 2e-3, along: tf.grad(score)(x).mul(direction).sum().dataSync()[0]! };
  });
  expect(Math.abs(slope / along - 1)).toBeLessThan(1e-2);
});
