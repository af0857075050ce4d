import { categoricalCode, gaussianCode, gaussianNoise, InfoGan, uniformCode } from '@latents/gan';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { assign, linear, pieces, small, values } from './models.js';

beforeAll(() => useBackend('wasm'));

describe('what was learned is shown', () => {
  it('a traversal keeps noise and other codes in a row, and gives the code its values in the columns', () => {
    const generator = linear(6, 6);
    assign(
      generator,
      Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_, j) => Number(i === j))),
      Array(6).fill(0),
    );
    const gan = new InfoGan({
      ...pieces(6),
      generator,
      noise: gaussianNoise(2),
      codes: { digit: categoricalCode(3), slant: uniformCode(1) },
      posterior: linear(4, 5),
    });
    const { images, columns } = gan.traverse({ code: 'digit', rows: 2, rng: createRng(10) });
    expect([images.shape, columns]).toEqual([[6, 6], 3]);
    const rows = images.arraySync() as number[][];
    for (const [i, row] of rows.entries()) {
      expect(row.slice(2, 5)).toEqual([0, 1, 2].map((k) => Number(k === i % 3)));
      const first = rows[i - (i % 3)]!;
      expect([row[0], row[1], row[5]]).toEqual([first[0], first[1], first[5]]);
    }
    expect(rows[0]![0]).not.toBe(rows[3]![0]);
    const slant = gan
      .traverse({ code: 'slant', rows: 1, columns: 5, rng: createRng(11) })
      .images.arraySync() as number[][];
    expect(slant.map((row) => row[5])).toEqual([-1, -0.5, 0, 0.5, 1]);
  });

  it('sample takes codes that are given, and draws the others', () => {
    const generator = linear(3, 1);
    assign(generator, [[0], [1], [0]], [0]);
    const gan = new InfoGan({
      ...pieces(1),
      generator,
      noise: gaussianNoise(1),
      codes: { a: gaussianCode(1), b: gaussianCode(1) },
      posterior: linear(4, 4),
    });
    const a = tf.tensor2d([[7], [8]]);
    expect([...gan.sample(2, createRng(12), { a }).dataSync()]).toEqual([7, 8]);
    expect(() => gan.sample(3, createRng(12), { a })).toThrow("expected [3, 1], got 'a' [2,1]");
    expect(() => gan.sample(2, createRng(12), { z: a })).toThrow('one of a, b');
  });

  it('all of it on the scale of the data, which Q sees on that of the networks', () => {
    const normalization = { loc: [3, -2], scale: [2, 0.5] };
    const [plain, scaled] = [small(), small(0, { normalization })];
    const data = (x: tf.Tensor) => x.mul(tf.tensor1d(normalization.scale)).add(tf.tensor1d(normalization.loc));
    const expectClose = (a: tf.Tensor, b: tf.Tensor) => {
      expect(a.shape).toEqual(b.shape);
      const expected = values(b);
      values(a).forEach((v, i) => {
        expect(v).toBeCloseTo(expected[i]!, 4);
      });
    };
    expectClose(scaled.sample(5, createRng(26)), data(plain.sample(5, createRng(26))));
    const options = { code: 'mode', rows: 2 };
    const images = (gan: InfoGan) => gan.traverse({ ...options, rng: createRng(27) }).images;
    expectClose(images(scaled), data(images(plain)));
    const x = tf.tensor2d([0.5, -1, 2, 0.25], [2, 2]);
    const indicators = tf.oneHot(tf.tensor1d([0, 2], 'int32'), 3).toFloat();
    expectClose(scaled.infer(data(x))['mode']!.logProb(indicators), plain.infer(x)['mode']!.logProb(indicators));
  });
});
