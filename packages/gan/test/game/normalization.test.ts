import { Gan, standardize, toUnitRange } from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { data, normals, shown, small, values, variance } from './games.js';

beforeAll(() => useBackend('wasm'));

describe('normalization', () => {
  it('D sees it while either player moves', async () => {
    const normalization = { loc: [1, -2], scale: [4, 0.5] };
    const seen = await shown({}, { normalization });
    const own = [...data.data].map((v, i) => (i % 2 === 0 ? (v - 1) / 4 : (v + 2) / 0.5));
    values(seen[0]!).forEach((v, i) => {
      expect(v).toBeCloseTo(own[i]!, 5);
    });
    // What G makes is on that scale as it is.
    expect(values(seen[1]!)).toEqual(values((await shown({}))[1]!));
  });

  it.each([standardize, toUnitRange])('columns that do not vary go to 0, however they are rounded: $name', (fitted) => {
    // Ten times 0.1 is not 1 in float64.
    const rows = Array.from({ length: 10 }, (_, i) => [0.1, i]);
    const normalization = fitted(ndArray([10, 2], Float64Array.from(rows.flat())));
    expect([normalization.loc[0], normalization.scale[0]]).toEqual([0.1, 1]);
    const gan = small({ normalization });
    expect(values(gan.logits(tf.tensor2d(rows))).every(Number.isFinite)).toBe(true);
  });

  it.each([standardize, toUnitRange])('refuses one point, and values that are not finite: $name', (fitted) => {
    expect(() =>
      fitted(
        ndArray(
          [10, 2],
          Float64Array.from({ length: 20 }, (_, i) => (i % 2) + 0.1),
        ),
      ),
    ).toThrow('at least two different rows, got 10 equal ones');
    expect(() => fitted(ndArray([0, 2], new Float32Array()))).toThrow('got 0 equal ones');
    for (const bad of [Number.NaN, Infinity]) {
      expect(() => fitted(ndArray([3, 2], Float32Array.of(0, 1, bad, 2, 1, 3)))).toThrow(
        `got ${bad} in data at index 2`,
      );
    }
    expect(() => fitted({ shape: [3, 2], data: new Float32Array(5) })).toThrow(
      '6 numbers in data of shape [3,2], got 5',
    );
  });

  it.each([
    [{ loc: [0, 0], scale: [1] }, 'expected 2 columns, as the generator outputs, got 2 of loc and 1 of scale'],
    [{ loc: [0, Number.NaN], scale: [1, 1] }, 'got NaN and 1 of column 1'],
    [{ loc: [0, 0], scale: [0, 1] }, 'got 0 and 0 of column 0'],
    [{ loc: [0, 0], scale: [1, -1] }, 'got 0 and -1 of column 1'],
    [{ loc: [0, 0], scale: [Infinity, 1] }, 'got 0 and Infinity of column 0'],
  ])('refuses one that is none: %j', async (normalization, message) => {
    await expectNoLeak(() => expect(() => small({ normalization })).toThrow(message));
    const { parts } = small();
    expect(() => new Gan({ ...parts, normalization })).toThrow(message);
  });

  it.each([
    ['standardize', standardize],
    ['toUnitRange', toUnitRange],
  ] as const)('%s: the networks see its scale, the user the own', (name, fitted) => {
    const far = normals(200, 18, 30, 100);
    const normalization = fitted(far);
    const column = [...far.data].filter((_, i) => i % 2 === 0);
    const [loc, scale] = [normalization.loc[0]!, normalization.scale[0]!];
    if (name === 'standardize') {
      expect(loc).toBeCloseTo(column.reduce((sum, v) => sum + v, 0) / 200, 3);
      expect(scale).toBeCloseTo(Math.sqrt(variance(column)), 3);
    } else {
      expect([loc - scale, loc + scale].map((v) => v.toFixed(3))).toEqual(
        [Math.min(...column), Math.max(...column)].map((v) => v.toFixed(3)),
      );
    }
    const [plain, scaled] = [small(), small({ normalization })];
    const [a, b] = [plain, scaled].map((gan) => gan.sample(5, createRng(19)).arraySync() as number[][]);
    a!.forEach((row, i) => {
      expect(b![i]![0]).toBeCloseTo(loc + scale * row[0]!, 2);
    });
    const x = tf.tensor2d(far.data.slice(0, 8) as Float32Array, [4, 2]);
    const own = x.sub(tf.tensor1d([...normalization.loc])).div(tf.tensor1d([...normalization.scale]));
    values(scaled.logits(x)).forEach((logit, i) => {
      expect(logit).toBeCloseTo(values(plain.logits(own))[i]!, 4);
    });
  });
});
