import { createRng, ndArray } from '@latents/math';

import { batches, fullBatch } from '@latents/training';
import { describe, expect, test } from 'vitest';

const count = (n: number) =>
  ndArray(
    [n, 1],
    Float32Array.from({ length: n }, (_, i) => i),
  );
const epoch = (stream: ReturnType<typeof batches<ReturnType<typeof count>>>, which: number) =>
  Array.from({ length: stream.perEpoch }, (_, i) => [...stream.at(which * stream.perEpoch + i).batch.data]);

describe('an epoch', () => {
  test.each([
    [10, 3],
    [10, 5],
    [10, 10],
    [10, 1],
    [1, 1],
  ])('shows each of %i rows once, in batches of %i', (n, size) => {
    const stream = batches(count(n), { size, rng: createRng(0) });
    expect(stream.perEpoch).toBe(Math.ceil(n / size));
    for (const e of [0, 1, 7]) {
      const rows = epoch(stream, e);
      expect(rows.flat().sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
      expect(rows.slice(0, -1).every((batch) => batch.length === size)).toBe(true);
      expect(rows.map((_, i) => stream.at(e * stream.perEpoch + i).examples)).toEqual(rows.map((b) => b.length));
    }
  });

  test("last: 'drop' leaves out the small batch, other rows each time", () => {
    const stream = batches(count(10), { size: 4, last: 'drop', rng: createRng(0) });
    expect(stream.perEpoch).toBe(2);
    const shown = Array.from({ length: 20 }, (_, e) => epoch(stream, e).flat());
    expect(shown.every((rows) => new Set(rows).size === 8)).toBe(true);
    expect(new Set(shown.flat()).size).toBe(10);
  });

  test('orders differ by epoch and by seed, and are the same for a seed', () => {
    const [a, b, c] = [0, 0, 1].map((seed) => batches(count(50), { size: 7, rng: createRng(seed) }));
    expect(epoch(a!, 0)).not.toEqual(epoch(a!, 1));
    expect(epoch(a!, 3)).toEqual(epoch(b!, 3));
    expect(epoch(a!, 3)).not.toEqual(epoch(c!, 3));
  });

  test('a batch is a function of its number: asked in any order, whatever was drawn from the stream', () => {
    const rng = createRng(0);
    const transform = (rows: ReturnType<typeof count>, r: ReturnType<typeof createRng>) => [...rows.data, r.uniform()];
    const stream = batches(count(10), { size: 3, rng, transform });
    const forwards = [...Array(12).keys()].map((i) => stream.at(i).batch);
    rng.uniform();
    rng.split();
    const backwards = [...Array(12).keys()].reverse().map((i) => stream.at(i).batch);
    expect(backwards.reverse()).toEqual(forwards);
    expect(new Set(forwards.map((batch) => batch.at(-1))).size).toBe(12);
  });
});

describe('structure', () => {
  test('arrays of a record are shuffled together', () => {
    const [x, y] = [
      count(8),
      ndArray(
        [8],
        Int32Array.from({ length: 8 }, (_, i) => 100 + i),
      ),
    ];
    const { batch } = batches({ x, y }, { size: 5, rng: createRng(2) }).at(0);
    expect(batch.y.data).toBeInstanceOf(Int32Array);
    expect([...batch.y.data]).toEqual([...batch.x.data].map((i) => 100 + i));
    expect([batch.x.shape, batch.y.shape]).toEqual([[5, 1], [5]]);
  });

  test('transform may change the type; a batch is a copy', () => {
    const data = count(4);
    const stream = batches(data, { size: 4, rng: createRng(0), transform: ({ data: d }) => d.length });
    expect(stream.at(0).batch).toBe(4);
    const copies = batches(data, { size: 4, rng: createRng(0) });
    copies.at(0).batch.data.fill(9);
    expect(data.data[3]).toBe(3);
  });

  test('fullBatch gives all, every step', () => {
    const data = count(4);
    const stream = fullBatch(data, 4);
    expect([stream.perEpoch, stream.at(17).examples]).toEqual([1, 4]);
    expect(stream.at(17).batch).toBe(data);
  });
});

describe('plain arrays', () => {
  test('rows and lists become arrays in float64', () => {
    const data = {
      x: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      y: [1, 3, 5],
    };
    const { batch } = batches(data, { size: 2, rng: createRng(0) }).at(0);
    expect([batch.x.shape, batch.y.shape]).toEqual([[2, 2], [2]]);
    expect([...batch.y.data]).toEqual([batch.x.data[0], batch.x.data[2]]);
    expect(batches([[1, 2]], { size: 1, rng: createRng(0) }).at(0).batch).toEqual(
      ndArray([1, 2], Float64Array.of(1, 2)),
    );
  });
});

/** What makes a tensor of TensorFlow.js one, as far as a message about it needs. */
class Tensor {
  readonly shape = [1];
  readonly dtype = 'float32';
  readonly dataId = {};
}

describe('refused', () => {
  const rng = createRng(0);
  test.each([0, -1, 2.5, 6, Number.NaN])('size %s of 5 rows', (size) => {
    expect(() => batches(count(5), { size, rng })).toThrow(/expected an integer from 1 to 5, the number of rows, got/);
  });

  test.each([Number.NaN, Infinity, -Infinity])('%s in the data, with its row', (bad) => {
    const data = ndArray([3, 2], Float32Array.of(0, 1, 2, 3, bad, 5));
    expect(() => batches(data, { size: 1, rng })).toThrow(/expected finite values, got .* at index 4 \(row 2\)/);
    expect(() => batches({ x: count(3), y: data }, { size: 1, rng })).toThrow(/in y at index 4/);
  });

  test('no rows, no arrays', () => {
    expect(() => batches(ndArray([0, 2], new Float32Array()), { size: 1, rng })).toThrow(/at least one row, got none/);
    expect(() => batches({}, { size: 1, rng })).toThrow(/at least one row, got none/);
  });

  test('arrays of different lengths, and a shape that does not fit', () => {
    expect(() => batches({ x: count(3), y: count(4) }, { size: 1, rng })).toThrow(/expected 3 rows .* got 4 in 'y'/);
    const bad = { shape: [3, 2], data: new Float32Array(5) };
    expect(() => batches(bad, { size: 1, rng })).toThrow(/expected 6 numbers in data of shape \[3,2\], got 5/);
  });

  test.each([
    ['a tensor', new Tensor(), 'got a tensor'],
    ['a class of its own', new Map(), 'got Map'],
    ['a string', 'abc', "got 'abc'"],
    ['nothing', undefined, 'got undefined'],
    ['ragged rows', { x: [[1], [2, 3]] }, 'rows of equal length in x'],
  ])('%s for data', (_, data, message) => {
    expect(() => batches(data as never, { size: 1, rng })).toThrow(message);
  });

  test('an unknown option, an unknown value and no stream', () => {
    expect(() => batches(count(3), { size: 1, rng, sise: 2 } as never)).toThrow("Did you mean 'size'?");
    expect(() => batches(count(3), { size: 1, rng, last: 'constructor' as never })).toThrow(
      "expected 'keep' or 'drop'",
    );
    expect(() => batches(count(3), { size: 1 } as never)).toThrow(
      'expected rng, as from createRng(seed), got undefined',
    );
  });

  test('a negative step', () => {
    expect(() => batches(count(3), { size: 1, rng }).at(-1)).toThrow(/non-negative integer/);
  });
});
