import {
  latentGrid,
  latentTraversal,
  linearInterpolation,
  linearProbe,
  principalComponents,
  sphericalInterpolation,
} from '@latents/autoencoders';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import reference from '../fixtures/representation.json' with { type: 'json' };

beforeAll(() => useBackend('cpu'));
const rows = (tensor: tf.Tensor) => tensor.arraySync() as number[][];

function expectClose(actual: readonly (readonly number[])[], expected: readonly (readonly number[])[], digits = 5) {
  expect(actual.length).toBe(expected.length);
  actual.forEach((row, i) => {
    row.forEach((v, j) => {
      expect(v).toBeCloseTo(expected[i]![j]!, digits);
    });
  });
}

describe('traversal', () => {
  test('one coordinate moves, the others stay', () => {
    const codes = latentTraversal(tf.tensor2d([[1, 2, 3]]), { coordinate: 1, values: [-1, 5] });
    expect(rows(codes)).toEqual([
      [1, -1, 3],
      [1, 5, 3],
    ]);
  });
  test.each([
    [tf.zeros([2, 3]), 0, [1], /expected one code/],
    [tf.zeros([3]), 3, [1], /coordinate: expected an integer from 0 to 2, got 3/],
    [tf.zeros([3]), -1, [1], /got -1/],
    [tf.zeros([3]), 0, [], /at least one/],
    [tf.zeros([3]), 0, [Number.NaN], /expected finite values/],
    [tf.tensor1d([Infinity]), 0, [1], /expected finite codes, got Infinity at index 0/],
  ])('refused: %#', (code, coordinate, values, message) => {
    expect(() => latentTraversal(code, { coordinate, values })).toThrow(message);
  });
});

describe('interpolation', () => {
  const { from, to, path } = reference.slerp;
  test('spherical: scipy’s great circle', () => {
    expectClose(rows(sphericalInterpolation(tf.tensor1d(from), tf.tensor1d(to), 7)), path);
    const thrice = (v: readonly number[]) => v.map((x) => 3 * x);
    const far = sphericalInterpolation(tf.tensor1d(thrice(from)), tf.tensor1d(thrice(to)), 7);
    expectClose(rows(far), path.map(thrice));
  });
  test('spherical between codes that are the same, or nearly, is the line', () => {
    const code = tf.tensor1d([1, 2]);
    expectClose(rows(sphericalInterpolation(code, code, 3)), [
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expectClose(rows(sphericalInterpolation(code, tf.tensor1d([2, 4]), 3)), [
      [1, 2],
      [1.5, 3],
      [2, 4],
    ]);
  });
  test('linear', () => {
    expectClose(rows(linearInterpolation(tf.tensor1d([0, 1]), tf.tensor1d([4, -1]), 5)), [
      [0, 1],
      [1, 0.5],
      [2, 0],
      [3, -0.5],
      [4, -1],
    ]);
  });
  test.each([
    [[1, 0], [-1, 0], 3, /not opposite/],
    [[0, 0], [1, 0], 3, /positive length, got lengths 0 and 1/],
    [[1, 0], [1, 0, 0], 3, /2 and 3 numbers/],
    [[1, 0], [0, 1], 1, /steps, both ends included: expected an integer >= 2, got 1/],
  ])('spherical from %o to %o is refused', (a, b, steps, message) => {
    expect(() => sphericalInterpolation(tf.tensor1d(a), tf.tensor1d(b), steps)).toThrow(message);
  });
});

describe('grid of a 2-D latent space', () => {
  test('equal shares of the prior; rows from the top', () => {
    const q = 0.9674215661017;
    expectClose(rows(latentGrid(3)), [
      [-q, q],
      [0, q],
      [q, q],
      [-q, 0],
      [0, 0],
      [q, 0],
      [-q, -q],
      [0, -q],
      [q, -q],
    ]);
  });
  test.each([0, 1.5, Number.NaN])('size %s is refused', (size) => {
    expect(() => latentGrid(size)).toThrow(/positive integer/);
  });
});

describe('principal components', () => {
  const codes = () => tf.tensor2d(reference.codes);
  test('are scikit-learn’s, up to sign', () => {
    const { pca } = reference;
    const found = principalComponents(codes(), 3);
    expectClose([[...found.mean], found.variances, found.shares], [pca.mean, pca.variances, pca.shares]);
    const signs = pca.components.map((c, k) =>
      Math.sign(c.reduce((sum, v, i) => sum + v * found.components[k]![i]!, 0)),
    );
    expectClose(
      found.components.map((c) => [...c]),
      pca.components.map((c, k) => c.map((v) => signs[k]! * v)),
    );
    expectClose(
      rows(found.project(codes())),
      pca.projected.map((p) => p.map((v, k) => signs[k]! * v)),
      4,
    );
    for (const c of found.components) expect(Math.max(...c)).toBe(Math.max(...c.map(Math.abs)));
  });
  test('codes that do not vary: no share of nothing', () => {
    const found = principalComponents(tf.ones([3, 2]));
    expect(found.shares).toEqual([0, 0]);
    expectClose(rows(found.project(tf.ones([1, 2]))), [[0, 0]]);
  });
  test.each([
    [() => principalComponents(tf.ones([1, 2])), /at least 2 examples/],
    [() => principalComponents(tf.ones([3, 2]), 3), /an integer from 1 to 2, the codes' dimension, got 3/],
    [() => principalComponents(tf.tensor2d([[1], [Number.NaN]]), 1), /finite codes, got NaN at index 1/],
    [() => principalComponents(tf.ones([3, 2])).project(tf.ones([3, 3])), /expected \[examples, 2\]/],
  ])('refused: %#', (act, message) => expect(act).toThrow(message));
});

describe('linear probe', () => {
  const of = (codes: number[][], labels: number[]) => ({ codes: tf.tensor2d(codes), labels });
  test('counts what the classifier predicts, on coordinates scaled by the training codes; a collapsed one is 0', () => {
    let seen: readonly number[] = [];
    const probe = linearProbe(
      of(
        [
          [1, 7],
          [3, 7],
        ],
        [0, 1],
      ),
      of(
        [
          [4, 7],
          [0, 9],
          [2.5, 7],
        ],
        [1, 1, 1],
      ),
      ({ x }) => {
        seen = [...x.data];
        return { predict: (test) => Array.from({ length: 3 }, (_, i) => Number(test.data[2 * i]! > 0)) };
      },
    );
    expect(seen).toEqual([-1, 0, 1, 0]);
    expect(probe).toEqual({ accuracy: 2 / 3, predictions: [1, 0, 1], chance: 1 });
  });
  test.each([
    [of([[1], [2]], [0]), /expected 2 labels, integers from 0, got 1/],
    [of([[1], [2]], [0, 0.5]), /got 0.5 at index 1/],
    [of([[1]], [0]), /at least 2 examples/],
    [
      of(
        [
          [1, 2],
          [3, 4],
        ],
        [0, 1],
      ),
      /of one dimension, got 2 and 1/,
    ],
  ])('refused: %#', (train, message) => {
    expect(() => linearProbe(train, of([[1]], [0]), () => ({ predict: () => [0] }))).toThrow(message);
  });
});
