import { readFileSync } from 'node:fs';
import { type NumericArray, ndArray } from '@latents/math';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors, openSafetensors } from '../../src/files/index.js';
import { fileOf } from './file-of.js';

const python = new Uint8Array(readFileSync(new URL('../fixtures/python.safetensors', import.meta.url)));
const rust = new Uint8Array(readFileSync(new URL('./fixtures/rust.safetensors', import.meta.url)));
const arrays = {
  weights: ndArray([2, 3], Float32Array.of(0.5, -1.5, 2, 1e-30, 3.25, -0)),
  doubles: ndArray([2], Float64Array.of(0.1, 1e300)),
  counts: ndArray([2, 1], Int32Array.of(-(2 ** 31), 2 ** 31 - 1)),
  bytes: ndArray([3], Uint8Array.of(0, 127, 255)),
  scalar: ndArray([], Float32Array.of(7)),
  empty: ndArray([0, 4], new Float32Array()),
};

describe('files of other writers', () => {
  test('reads the file that the description of the format gives, with unaligned arrays and names outside ASCII', () => {
    const read = decodeSafetensors(python);
    const { weights, ...rest } = arrays;
    expect(read.arrays).toEqual({ ...rest, 'größe/weights': weights });
    expect(read.metadata).toEqual({ 'made by': 'tools/reference/core_safetensors.py', note: 'Übung' });
  });

  test('reads every element type of a file that Rust wrote', () => {
    const { arrays: read, metadata } = decodeSafetensors(rust);
    expect(metadata).toEqual({ 'made by': 'safetensors 0.8' });
    expect(read).toEqual({
      f64: ndArray([1, 2], Float64Array.of(0.1, 1e300)),
      f32: ndArray([2], Float32Array.of(2 ** -149, -Infinity)),
      f16: ndArray([3], Float32Array.of(1.5, -(2 ** -24), 65504)),
      bf16: ndArray([3], Float32Array.of(1.5, -2, Infinity)),
      i64: ndArray([3], Float64Array.of(2 ** 53 - 1, 1 - 2 ** 53, -1)),
      i32: ndArray([2], Int32Array.of(-(2 ** 31), 2 ** 31 - 1)),
      i16: ndArray([2], Int16Array.of(-32768, 32767)),
      i8: ndArray([2], Int8Array.of(-128, 127)),
      u64: ndArray([3], Float64Array.of(2 ** 53 - 1, 0, 2 ** 32)),
      u32: ndArray([1], Uint32Array.of(2 ** 32 - 1)),
      u16: ndArray([1], Uint16Array.of(65535)),
      u8: ndArray([2], Uint8Array.of(0, 255)),
      bool: ndArray([3], Uint8Array.of(1, 0, 1)),
      größe: ndArray([], Float32Array.of(7)),
      empty: ndArray([0, 4], new Float64Array()),
    });
  });

  test('reads a file from the middle of a larger buffer, and from a Node Buffer', () => {
    const larger = new Uint8Array(rust.length + 3);
    larger.set(rust, 3);
    expect(decodeSafetensors(larger.subarray(3))).toEqual(decodeSafetensors(rust));
    expect(decodeSafetensors(Buffer.from(larger.buffer, 3))).toEqual(decodeSafetensors(rust));
  });

  test('copies the arrays, so that the bytes may be reused', () => {
    const bytes = encodeSafetensors({ arrays });
    const { arrays: read } = decodeSafetensors(bytes);
    bytes.fill(0);
    expect(read).toEqual(arrays);
  });
});

describe('openSafetensors', () => {
  test('gives names, types, shapes and metadata in the order of the header', () => {
    const { tensors, metadata } = openSafetensors(python);
    expect(Object.keys(tensors)).toEqual(['bytes', 'größe/weights', 'doubles', 'counts', 'scalar', 'empty']);
    expect(tensors['größe/weights']).toEqual({ dtype: 'F32', shape: [2, 3] });
    expect(tensors['scalar']).toEqual({ dtype: 'F32', shape: [] });
    expect(metadata['note']).toBe('Übung');
  });

  test('allocates no array before read() is called', () => {
    const { length } = encodeSafetensors({ arrays: { a: ndArray([8e6], new Float64Array(8e6)) } });
    const bytes = encodeSafetensors({ arrays: { a: ndArray([8e6], new Float64Array(8e6)) } });
    const before = process.memoryUsage().arrayBuffers;
    const file = openSafetensors(bytes);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(length / 10);
    expect(file.read()['a']!.data.length).toBe(8e6);
  });

  test.each([
    ['an ArrayBuffer', new ArrayBuffer(8), 'an object of type ArrayBuffer'],
    ['a clamped array', new Uint8ClampedArray(8), 'an object of type Uint8ClampedArray'],
    ['a text', 'x'.repeat(1000), /"x{60}…"\. /],
    ['an object that calls itself one', { [Symbol.toStringTag]: 'Uint8Array' }, 'an object of type Uint8Array'],
    ['undefined', undefined, 'got undefined'],
  ])('refuses %s in place of bytes', (_, bytes, message) => {
    expect(() => openSafetensors(bytes as never)).toThrow(TypeError);
    expect(() => openSafetensors(bytes as never)).toThrow(message);
    expect(() => openSafetensors(bytes as never)).toThrow('bytesOf(source)');
  });
});

describe('encodeSafetensors', () => {
  const bytes = encodeSafetensors({ arrays, metadata: { note: 'Übung', b: '"\n', a: '' } });

  test('writes a length, JSON padded to 8 bytes, and aligned arrays end to end', () => {
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
      string,
      { dtype: string; shape: number[]; data_offsets: [number, number] }
    >;
    const { __metadata__, ...entries } = header;
    expect(__metadata__).toEqual({ note: 'Übung', b: '"\n', a: '' });
    const widths: Record<string, number> = { F64: 8, F32: 4, I32: 4, U8: 1 };
    let at = 0;
    for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(entries).sort(
      ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
    )) {
      const width = widths[dtype]!;
      expect(offsets, name).toEqual([at, at + shape.reduce((n, m) => n * m, width)]);
      expect((8 + length + at) % width, name).toBe(0);
      at = offsets[1];
    }
    expect(bytes.length).toBe(8 + length + at);
    const [begin] = entries['counts']!.data_offsets;
    expect(new DataView(bytes.buffer).getInt32(8 + length + begin, true)).toBe(-(2 ** 31));
  });

  test('gives the same bytes in whatever order arrays and metadata stand', () => {
    const reversed = Object.fromEntries(Object.entries(arrays).reverse());
    expect(encodeSafetensors({ arrays: reversed, metadata: { a: '', note: 'Übung', b: '"\n' } })).toEqual(bytes);
  });

  test('writes an empty file that can be read', () => {
    expect(decodeSafetensors(encodeSafetensors({ arrays: {} }))).toEqual({ arrays: {}, metadata: {} });
  });

  test('writes a part of a larger buffer as that part', () => {
    const whole = Float32Array.of(1, 2, 3, 4);
    const { arrays: read } = decodeSafetensors(
      encodeSafetensors({ arrays: { part: ndArray([2], whole.subarray(1, 3)) } }),
    );
    expect(read['part']!.data).toEqual(Float32Array.of(2, 3));
  });

  test('keeps names that objects treat specially: numbers, __proto__ and inherited ones', () => {
    const one = ndArray([1], Uint8Array.of(1));
    const special = Object.fromEntries(['b', '7', '__proto__', 'constructor', ''].map((name) => [name, one]));
    const metadata = Object.fromEntries([['__proto__', 'x']]);
    const read = decodeSafetensors(encodeSafetensors({ arrays: special, metadata }));
    expect(Object.keys(read.arrays).sort()).toEqual(Object.keys(special).sort());
    expect(Object.entries(read.metadata)).toEqual([['__proto__', 'x']]);
    expect(Object.getPrototypeOf(read.arrays)).toBe(Object.prototype);
  });

  test.each([
    ['a shape with too few elements', ndArray([1], Float32Array.of(1)).data, [3], /"w" .* product 1, got \[3\]/],
    ['two negative sizes', Float32Array.of(1), [-1, -1], /got \[-1,-1\]/],
    ['fractional sizes', Float32Array.of(1), [0.5, 2], /got \[0.5,2\]/],
    ['a size of NaN', new Float32Array(), [Number.NaN], /got \[NaN\]/],
    ['0, then a size over 2^53', new Float32Array(), [0, 2 ** 53], /got \[0,9007199254740992\]/],
    ['0, then half a row', new Float32Array(), [0, 0.5], /got \[0,0\.5\]/],
    ['0, then a negative size', new Float32Array(), [0, -1], /got \[0,-1\]/],
    ['a product over 2^53, then 0', new Float32Array(), [2 ** 52, 4, 0], /got \[4503599627370496,4,0\]/],
    ['a shape that is no array', Float32Array.of(1), 1, /got 1/],
    ['64-bit integers', BigInt64Array.of(1n), [1], /one of Float32Array, .*got an object of type BigInt64Array/],
    ['clamped bytes', Uint8ClampedArray.of(1), [1], /got an object of type Uint8ClampedArray/],
    ['a DataView', new DataView(new ArrayBuffer(1)), [1], /got an object of type DataView/],
    ['a plain array', [1], [1], /got an array of 1/],
    ['no data', undefined, [1], /got undefined/],
  ])('refuses %s', (_, data, shape, message) => {
    expect(() => encodeSafetensors({ arrays: { w: { data, shape } as never } })).toThrow(message);
  });

  test.each([
    ['the name __metadata__', '__metadata__', /a name other than '__metadata__'/],
    ['a name with a high surrogate', 'a\ud800', /half of a surrogate pair in "a\\ud800"/],
    ['a name with a low surrogate', '\udc00a', /half of a surrogate pair/],
  ])('refuses %s', (_, name, message) => {
    expect(() => encodeSafetensors({ arrays: { [name]: ndArray([1], Float32Array.of(1)) } })).toThrow(message);
  });

  test.each([
    ['a number', { a: 1 }, /got 1 under "a".*JSON.stringify/],
    ['an object', { a: {} }, /got a plain object under "a"/],
    ['null', { a: null }, /got null under "a"/],
    ['a text with half of a surrogate pair', { a: '\ud800' }, /texts of whole characters/],
    ['a key with half of a surrogate pair', { '\ud800': 'a' }, /texts of whole characters/],
  ])('refuses metadata that holds %s', (_, metadata, message) => {
    expect(() => encodeSafetensors({ arrays: {}, metadata: metadata as never })).toThrow(message);
  });

  test('refuses a header over 100,000,000 bytes and writes one of exactly that length', () => {
    const fits = { a: 'x'.repeat(100_000_000 - '{"__metadata__":{"a":""}}'.length) };
    expect(openSafetensors(encodeSafetensors({ arrays: {}, metadata: fits })).metadata['a']!.length).toBe(
      fits.a.length,
    );
    expect(() => encodeSafetensors({ arrays: {}, metadata: { a: `${fits.a}x` } })).toThrow(
      /at most 100000000 bytes, got 100000008/,
    );
  });
});

test('whatever encodeSafetensors writes, decodeSafetensors gives back', () => {
  const makers = [
    Float32Array,
    Float64Array,
    Int8Array,
    Int16Array,
    Int32Array,
    Uint8Array,
    Uint16Array,
    Uint32Array,
  ] as const;
  const array = fc
    .tuple(fc.constantFrom(...makers), fc.array(fc.nat(3), { maxLength: 3 }), fc.infiniteStream(fc.double()))
    .map(([Maker, shape, values]) => {
      const data: NumericArray = new Maker(shape.reduce((n, m) => n * m, 1));
      for (let i = 0; i < data.length; i++) data[i] = values.next().value;
      return ndArray(shape, data);
    });
  const text = fc.string({ unit: 'binary' });
  const dictionary = <T>(value: fc.Arbitrary<T>) =>
    fc
      .array(
        fc.tuple(
          text.filter((name) => name !== '__metadata__'),
          value,
        ),
        { maxLength: 6 },
      )
      .map((entries): Record<string, T> => Object.fromEntries(entries));
  fc.assert(
    fc.property(dictionary(array), dictionary(text), (given, metadata) => {
      const read = decodeSafetensors(encodeSafetensors({ arrays: given, metadata }));
      expect(read.arrays).toEqual(given);
      expect(read.metadata).toEqual(metadata);
      expect(Object.keys(read.arrays).length).toBe(Object.keys(given).length);
    }),
    { numRuns: 500 },
  );
});

test.each([python, rust])('refuses file %# cut at every length, and with a byte more', (bytes) => {
  for (let n = 0; n < bytes.length; n++) {
    expect(() => openSafetensors(n % 2 ? bytes.subarray(0, n) : bytes.slice(0, n)), `${n} bytes`).toThrow(
      /^openSafetensors\(bytes\): expected .*, got .*The file is truncated, corrupt or of another format\.$/,
    );
  }
  expect(() => openSafetensors(Uint8Array.of(...bytes, 0))).toThrow(/bytes of arrays, got/);
});

test('refuses data that are no exact numbers when they are read, and names the array', () => {
  const big = fileOf('{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}', Uint8Array.of(0, 0, 0, 0, 0, 0, 32, 0));
  expect(openSafetensors(big).tensors).toEqual({ a: { dtype: 'I64', shape: [1] } });
  expect(() => decodeSafetensors(big)).toThrow(
    /^openSafetensors\(bytes\)\.read\(\): expected "a" of type I64 to hold integers .*, got 9007199254740992 at position 0/,
  );
});
