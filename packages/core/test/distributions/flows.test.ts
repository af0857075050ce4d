import { autoregressiveNet, bijectors, MultivariateNormalDiag, TransformedDistribution } from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

type Map = bijectors.Bijector;

/** Numbers from N(0, scale^2), the same for the same seed. */
const draws = (seed: number, shape: number[], scale = 1): tf.Tensor =>
  tf.tensor(createRng(seed).fillNormal(new Float32Array(shape.reduce((a, b) => a * b, 1))), shape).mul(scale);

/** An autoregressive layer far from the identity. */
function autoregressive(size: number, seed = 1): Map {
  const network = autoregressiveNet({ dimension: size, hidden: [12, 9], rng: createRng(seed) });
  return bijectors.autoregressive({
    parameters: (x) => {
      const flat = network.apply(x.reshape([-1, size])).reshape([...x.shape.slice(0, -1), 2 * size]);
      const [shift, free] = tf.split(flat, 2, -1) as [tf.Tensor, tf.Tensor];
      return { shift, logScale: tf.tanh(free.mul(4)) };
    },
  });
}

/** Planar layers whose w'u are about `along`. */
function planar(size: number, along: number, seed = 1): Map {
  const w = draws(seed, [size]);
  const across = draws(seed + 1, [size]);
  const u = w.mul(tf.scalar(along).div(w.square().sum())).add(across.sub(w.mul(across.dot(w).div(w.square().sum()))));
  return bijectors.planar({ w, u, b: tf.scalar(0.3) });
}

const MAPS: [string, (size: number) => Map][] = [
  ['autoregressive', (size) => autoregressive(size)],
  ["planar, w'u = 3", (size) => planar(size, 3)],
  ["planar, w'u = -4, where a part is taken away", (size) => planar(size, -4)],
  [
    'a chain of all',
    (size) => bijectors.chain(autoregressive(size, 2), bijectors.reverse(), planar(size, 1), autoregressive(size, 5)),
  ],
];

beforeAll(() => useBackend('cpu'));

/** Rows of dy_i / dx_j by central differences. */
function jacobian(map: Map, at: readonly number[]): number[][] {
  const h = 1e-2;
  const columns = at.map((_, j) => {
    const moved = (by: number) => map.forward(tf.tensor2d([at.map((v, i) => (i === j ? v + by : v))]));
    return [
      ...moved(h)
        .sub(moved(-h))
        .div(2 * h)
        .dataSync(),
    ];
  });
  return at.map((_, i) => columns.map((column) => column[i]!));
}

function determinant([a, b, c]: number[][]): number {
  const minor = (i: number, j: number) => b![i]! * c![j]! - b![j]! * c![i]!;
  return a![0]! * minor(1, 2) - a![1]! * minor(0, 2) + a![2]! * minor(0, 1);
}

describe.each(MAPS)('%s', (name, make) => {
  const points = [
    [0.1, -0.4, 0.8],
    [1.5, 0.2, -1],
    [-0.7, -1.1, 0.3],
  ];

  it('its log-determinant is that of the Jacobian, by finite differences', () => {
    tf.tidy(() => {
      const map = make(3);
      const logs = map.logDeterminant(tf.tensor2d(points)).dataSync();
      points.forEach((at, i) => {
        const matrix = jacobian(map, at);
        expect(Math.abs(logs[i]! - Math.log(Math.abs(determinant(matrix))))).toBeLessThan(4e-3);
        if (name === 'autoregressive') {
          expect(matrix[0]![1]).toBe(0);
          expect(matrix[0]![2]).toBe(0);
          expect(matrix[1]![2]).toBe(0);
          expect(matrix[2]![0]).not.toBe(0);
        }
      });
      expect(Math.max(...logs.map(Math.abs))).toBeGreaterThan(0.05);
    });
  });

  it('inverts itself, for any leading axes', () => {
    tf.tidy(() => {
      const map = make(3);
      const x = draws(7, [4, 5, 3], 2);
      const back = map.inverse(map.forward(x));
      expect(back.sub(x).abs().max().dataSync()[0]).toBeLessThan(5e-4);
    });
  });

  it('says value and log-determinant together as apart', () => {
    tf.tidy(() => {
      const map = make(3);
      const x = draws(8, [6, 3]);
      const both = map.forwardAndLogDeterminant!(x);
      expect([...both.value.dataSync()]).toEqual([...map.forward(x).dataSync()]);
      expect([...both.logDeterminant.dataSync()]).toEqual([...map.logDeterminant(x).dataSync()]);
    });
  });

  it('gives a density of mass 1, by the midpoint rule, with gradients through the inverse', () => {
    tf.tidy(() => {
      const base = new MultivariateNormalDiag({ loc: tf.zeros([2]), scale: tf.ones([2]) });
      const q = new TransformedDistribution({ base, bijector: make(2) });
      const side = 240;
      const width = 30 / side;
      const points = Array.from({ length: side * side }, (_, i) => [
        -15 + (Math.floor(i / side) + 0.5) * width,
        -15 + ((i % side) + 0.5) * width,
      ]);
      const mass = q
        .logProb(tf.tensor2d(points))
        .exp()
        .sum()
        .mul(width * width);
      expect(Math.abs(mass.dataSync()[0]! - 1)).toBeLessThan(2e-3);
      const at = [0.4, -0.9];
      const slope = tf
        .grad((y: tf.Tensor) => q.logProb(y).sum())(tf.tensor2d([at]))
        .dataSync();
      const h = 1e-2;
      at.forEach((_, j) => {
        const moved = (by: number) => q.logProb(tf.tensor2d([at.map((v, i) => v + (i === j ? by : 0))])).dataSync()[0]!;
        expect(Math.abs(slope[j]! - (moved(h) - moved(-h)) / (2 * h))).toBeLessThan(
          1e-2 * Math.max(1, Math.abs(slope[j]!)),
        );
      });
    });
  });

  it('leaks nothing', async () => {
    const map = make(3);
    const x = draws(9, [2, 3]);
    await expectNoLeak(() => map.forward(x), 1);
    await expectNoLeak(() => map.inverse(x), 1);
    await expectNoLeak(() => map.logDeterminant(x), 1);
    await expectNoLeak(() => Object.values(map.forwardAndLogDeterminant!(x)), 2);
  });
});

describe('planar', () => {
  it('gradients of its inverse by w, u and b, by finite differences', () => {
    const y = tf.tensor2d([
      [0.7, -0.2],
      [-1.2, 0.4],
    ]);
    const start = [0.9, -0.6, -1.4, 0.5, 0.2];
    const inverse = (p: tf.Tensor) =>
      bijectors
        .planar({ w: p.slice([0], [2]), u: p.slice([2], [2]), b: p.slice([4], [1]).squeeze() })
        .inverse(y)
        .mul(tf.tensor2d([[1, 2]]))
        .sum();
    const slope = tf.grad(inverse)(tf.tensor1d(start)).dataSync();
    start.forEach((_, j) => {
      const moved = (by: number) =>
        inverse(tf.tensor1d(start.map((v, i) => v + (i === j ? by : 0)))).dataSync()[0]! as number;
      expect(Math.abs(slope[j]! - (moved(5e-3) - moved(-5e-3)) / 1e-2)).toBeLessThan(5e-3);
    });
  });

  it('with u = 0, and with w = 0, moves nothing', () => {
    const x = draws(1, [3, 2]);
    const zero = tf.zeros([2]);
    for (const parameters of [
      { w: draws(2, [2]), u: zero },
      { w: zero, u: zero },
    ]) {
      const map = bijectors.planar({ ...parameters, b: tf.scalar(0.5) });
      expect(map.forward(x).sub(x).abs().max().dataSync()[0]).toBeLessThan(1e-6);
      expect(map.logDeterminant(x).abs().max().dataSync()[0]).toBeLessThan(1e-6);
    }
    // w = 0 alone moves all points alike.
    const shift = bijectors.planar({ w: zero, u: tf.tensor1d([1, 2]), b: tf.scalar(0.5) });
    expect(shift.logDeterminant(x).abs().max().dataSync()[0]).toBeLessThan(1e-6);
    expect(shift.inverse(shift.forward(x)).sub(x).abs().max().dataSync()[0]).toBeLessThan(1e-5);
  });

  it('refuses w and u of two lengths', () => {
    expect(() => bijectors.planar({ w: tf.zeros([2]), u: tf.zeros([3]), b: tf.scalar(0) })).toThrow('[2] and [3]');
  });
});

describe('autoregressiveNet', () => {
  /** Whether output i of `rows` sees input j. */
  function seen(network: ReturnType<typeof autoregressiveNet>): boolean[][] {
    const x = draws(3, [1, ...network.inputShape]);
    return Array.from({ length: network.outputShape[0]! }, (_, i) => {
      const slope = tf.grad((t: tf.Tensor) => network.apply(t).slice([0, i], [1, 1]).sum())(x);
      return [...slope.dataSync()].map((v) => v !== 0);
    });
  }

  it.each([
    [1, 0, [4]],
    [1, 2, [4]],
    [3, 0, [16]],
    [4, 2, [16, 20]],
    [5, 0, []],
  ] as const)(
    'of %i coordinates, a context of %i and hidden layers %j: sees all that it may, and no more',
    (dimension, contextDim, hidden) => {
      const network = autoregressiveNet({ dimension, contextDim, hidden, outputs: 2, rng: createRng(4) });
      seen(network).forEach((row, output) => {
        const i = output % dimension;
        expect(row).toEqual([
          ...new Array<boolean>(contextDim).fill(true),
          ...Array.from({ length: dimension }, (_, j) => j < i),
        ]);
      });
      network.dispose();
    },
  );

  it('refuses sizes that are none, and frees its masks', async () => {
    const rng = createRng(0);
    expect(() => autoregressiveNet({ dimension: 0, hidden: [2], rng })).toThrow('dimension');
    expect(() => autoregressiveNet({ dimension: 2, outputs: 1.5, hidden: [2], rng })).toThrow('outputs');
    expect(() => autoregressiveNet({ dimension: 2, contextDim: -1, hidden: [2], rng })).toThrow('contextDim');
    expect(() => autoregressiveNet({ dimension: 2, hidden: [0], rng })).toThrow('hidden[0]');
    expect(() => autoregressiveNet({ dimension: 2, hidden: [2], activation: 'bent' as 'tanh', rng })).toThrow('bent');
    await expectNoLeak(() => autoregressiveNet({ dimension: 3, hidden: [4], rng }).dispose());
    await expectNoLeak(() => {
      for (const wrong of [{ hidden: [0] }, { hidden: [2], activation: 'bent' as 'tanh' }]) {
        expect(() => autoregressiveNet({ dimension: 3, ...wrong, rng })).toThrow();
      }
    });
  });
});
