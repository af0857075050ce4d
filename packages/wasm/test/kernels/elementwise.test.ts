import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectAlike, input, noise, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

const BINARY: Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
};

const SHAPES: [number[], number[]][] = [
  [[5], [5]],
  [
    [4, 7],
    [4, 7],
  ],
  [[4, 7], [7]],
  [
    [4, 7],
    [1, 7],
  ],
  [
    [4, 7],
    [4, 1],
  ],
  [[7], [4, 7]],
  [
    [4, 1],
    [4, 7],
  ],
  [[4, 7], []],
  [[], [6]],
  [
    [2, 3, 5],
    [3, 5],
  ],
  [
    [2, 3, 5],
    [2, 1, 1],
  ],
  [
    [2, 3, 5],
    [1, 3, 1],
  ],
  [
    [2, 3, 5],
    [2, 1, 5],
  ],
  [
    [4, 1],
    [1, 7],
  ],
  [
    [1, 6],
    [6, 1],
  ],
  [[1, 1, 6], [6]],
  [[0, 3], [3]],
];

describe.each(Object.entries(BINARY))('%s against the cpu backend', (_, compute) => {
  it.each(SHAPES)('[%s] and [%s]', async (a, b) => {
    const inputs = [input(a, 1), input(b, 2)];
    const both = (x: tf.Tensor, y: tf.Tensor) => compute(x, y);
    expectAlike(await on('wasm', inputs, both as never), await on('cpu', inputs, both as never), 1e-6);
  });

  it('NaN and infinities', async () => {
    const special = [Number.NaN, Infinity, -Infinity, 0, -0, 1, -2];
    const inputs = [
      { shape: [7, 1], values: special },
      { shape: [1, 7], values: special },
    ];
    const both = (x: tf.Tensor, y: tf.Tensor) => compute(x.tile([1, 7]), y.tile([7, 1]));
    expectAlike(await on('wasm', inputs, both as never), await on('cpu', inputs, both as never), 1e-6);
  });
});

it('random broadcasts', async () => {
  const axis = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean(), fc.boolean());
  await fc.assert(
    fc.asyncProperty(fc.array(axis, { minLength: 1, maxLength: 4 }), async (axes) => {
      const inputs = [
        input(
          axes.map(([n, one]) => (one ? 1 : n)),
          1,
        ),
        input(
          axes.map(([n, , one]) => (one ? 1 : n)),
          2,
        ),
      ];
      expectAlike(await on('wasm', inputs, tf.sub as never), await on('cpu', inputs, tf.sub as never), 1e-6);
    }),
    { numRuns: 100, seed: 2 },
  );
});

it('integers are left to tfjs', () => {
  const sum = tf.add(tf.tensor1d([1, 2], 'int32'), tf.tensor1d([3, 4], 'int32'));
  expect(sum.dtype).toBe('int32');
  expect([...sum.dataSync()]).toEqual([4, 6]);
});

/** Each function in float64, and the largest error in units of the last place of float32 that we allow. */
const UNARY: [name: string, compute: (x: tf.Tensor) => tf.Tensor, exact: (x: number) => number, ulp: number][] = [
  ['neg', tf.neg, (x) => -x, 0],
  ['abs', tf.abs, Math.abs, 0],
  ['square', tf.square, (x) => x * x, 1],
  ['sqrt', tf.sqrt, Math.sqrt, 1],
  ['rsqrt', tf.rsqrt, (x) => 1 / Math.sqrt(x), 2],
  ['relu', tf.relu, (x) => Math.max(x, 0), 0],
  ['step', tf.step, (x) => (Number.isNaN(x) ? x : x > 0 ? 1 : 0), 0],
  ['exp', tf.exp, Math.exp, 3],
  ['log', tf.log, Math.log, 3],
  ['sigmoid', tf.sigmoid, (x) => 1 / (1 + Math.exp(-x)), 4],
  ['softplus', tf.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 4],
  ['tanh', tf.tanh, Math.tanh, 4],
];

/** The spacing of float32 numbers at x, at least that of the smallest normal one. */
function ulpOf(x: number): number {
  return 2 ** (Math.max(Math.floor(Math.log2(Math.abs(x))), -126) - 23);
}

describe.each(UNARY)('%s against float64', (name, compute, exact, ulp) => {
  const special = [
    Number.NaN,
    Infinity,
    -Infinity,
    0,
    1e-45,
    -1e-30,
    1e-10,
    88.7,
    88.73,
    89,
    104,
    -87.4,
    -104,
    -200,
    3e38,
  ];
  const grid = Array.from(noise(4001, 5), (x) => x * 20);
  const fine = Array.from(noise(2002, 6), (x) => x / 1000);
  const wide = Array.from(noise(2003, 7), (x) => Math.sign(x) * 10 ** (x * 38));

  it('every point within its error, special values exactly', () => {
    const xs = Float32Array.from([...special, ...grid, ...fine, ...wide]);
    const ys = tf.tidy(() => compute(tf.tensor1d(xs)).dataSync());
    xs.forEach((x, i) => {
      const wanted = Math.fround(exact(x));
      if (!Number.isFinite(wanted)) expect([name, x, ys[i]]).toEqual([name, x, wanted]);
      else {
        const error = Math.abs(ys[i]! - exact(x)) / ulpOf(wanted);
        if (!(error <= ulp + 0.5))
          throw new Error(`${name}(${x}): expected ${exact(x)}, got ${ys[i]}, off by ${error} ulp`);
      }
    });
  });
});

describe('sum and mean against the cpu backend', () => {
  it.each([
    [[3, 5], 0, false],
    [[3, 5], 1, true],
    [[3, 5], undefined, false],
    [[2, 3, 5], 1, false],
    [[2, 3, 5], [0, 1], true],
    [[2, 3, 5], [0, 2], false],
    [[2, 3, 5], [2, 1], false],
    [[4, 40], 0, false],
    [[3, 33], -1, false],
    [[], undefined, false],
    [[0, 3], 0, false],
  ] as [number[], number | number[] | undefined, boolean][])('[%s] over %s, keeping %s', async (shape, axis, keep) => {
    const both = (x: tf.Tensor) => [tf.sum(x, axis, keep), ...(x.size > 0 ? [tf.mean(x, axis, keep)] : [])];
    expectAlike(await on('wasm', [input(shape)], both as never), await on('cpu', [input(shape)], both as never));
  });

  it('a million ones', () => {
    expect(
      tf.tidy(
        () =>
          tf
            .ones([1 << 20])
            .sum()
            .dataSync()[0],
      ),
    ).toBe(1 << 20);
  });
});
