import { readFileSync } from 'node:fs';
import { ndArray } from '@latents/math';
import { decodeSafetensors, encodeSafetensors } from '@latents/training';
import { describe, expect, test } from 'vitest';

const python = new Uint8Array(readFileSync(new URL('../fixtures/python.safetensors', import.meta.url)));
const arrays = {
  weights: ndArray([2, 3], Float32Array.of(0.5, -1.5, 2, 1e-30, 3.25, -0)),
  doubles: ndArray([2], Float64Array.of(0.1, 1e300)),
  counts: ndArray([2, 1], Int32Array.of(-(2 ** 31), 2 ** 31 - 1)),
  bytes: ndArray([3], Uint8Array.of(0, 127, 255)),
  scalar: ndArray([], Float32Array.of(7)),
  empty: ndArray([0, 4], new Float32Array()),
};

/** A file with this header and body. */
function file(header: unknown, body = new Uint8Array()): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(body, 8 + text.length);
  return bytes;
}

describe('from Python', () => {
  test('every element type, names and metadata outside ASCII, unaligned arrays', () => {
    const read = decodeSafetensors(python);
    const { weights, ...rest } = arrays;
    expect(read.arrays).toEqual({ ...rest, 'größe/weights': weights });
    expect(read.metadata).toEqual({ 'made by': 'tools/reference/core_safetensors.py', note: 'Übung' });
  });

  test('from the middle of a larger buffer', () => {
    const larger = new Uint8Array(python.length + 3);
    larger.set(python, 3);
    expect(decodeSafetensors(larger.subarray(3)).arrays).toEqual(decodeSafetensors(python).arrays);
  });
});

describe('to Python', () => {
  const bytes = encodeSafetensors({ arrays, metadata: { note: 'Übung' } });

  test('the layout that the format prescribes: length, JSON padded to 8, arrays end to end and aligned', () => {
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
      string,
      { dtype: string; shape: number[]; data_offsets: [number, number] }
    >;
    const { __metadata__, ...entries } = header;
    expect(__metadata__).toEqual({ note: 'Übung' });
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

  test('round trip, and the order of the names does not matter', () => {
    expect(decodeSafetensors(bytes).arrays).toEqual(arrays);
    const reversed = Object.fromEntries(Object.entries(arrays).reverse());
    expect(encodeSafetensors({ arrays: reversed, metadata: { note: 'Übung' } })).toEqual(bytes);
    expect(decodeSafetensors(encodeSafetensors({ arrays: {}, metadata: {} }))).toEqual({ arrays: {}, metadata: {} });
  });

  test('a part of a larger buffer is written as that part', () => {
    const whole = Float32Array.of(1, 2, 3, 4);
    const { arrays: read } = decodeSafetensors(
      encodeSafetensors({ arrays: { part: ndArray([2], whole.subarray(1, 3)) }, metadata: {} }),
    );
    expect(read['part']!.data).toEqual(Float32Array.of(2, 3));
  });

  test('a shape that does not fit, and the name that the format keeps, are refused', () => {
    const bad = { shape: [3], data: Float32Array.of(1) };
    expect(() => encodeSafetensors({ arrays: { bad }, metadata: {} })).toThrow(
      /got 'bad' of shape \[3\] with 1 numbers/,
    );
    const kept = { __metadata__: ndArray([1], Float32Array.of(1)) };
    expect(() => encodeSafetensors({ arrays: kept, metadata: {} })).toThrow(/a name other than '__metadata__'/);
  });
});

describe('corrupt files', () => {
  test('truncated at every length', () => {
    for (let n = 0; n < python.length; n++) {
      expect(() => decodeSafetensors(python.subarray(0, n)), `${n} bytes`).toThrow(
        /^decodeSafetensors: expected .*, got/,
      );
    }
  });

  test('bytes too many', () => {
    expect(() => decodeSafetensors(Uint8Array.of(...python, 0))).toThrow(/bytes of arrays, got/);
  });

  const entry = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  const four = new Uint8Array(4);
  test.each([
    ['no JSON', file('{'), /a header that is a JSON object/],
    ['a list', file('[]'), /a header that is a JSON object/],
    ['null', file('null'), /a header that is a JSON object/],
    ['broken UTF-8', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), /a header that is a JSON object/],
    ['a header of 2^63 bytes', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128), /a header of 9223372036854776000 bytes, got 0/],
    ['no shape', file({ a: { dtype: 'F32', data_offsets: [0, 4] } }, four), /a shape and two offsets for 'a'/],
    ['a negative size', file({ a: { ...entry, shape: [-1] } }, four), /a shape and two offsets for 'a'/],
    ['one offset', file({ a: { ...entry, data_offsets: [0] } }, four), /a shape and two offsets for 'a'/],
    ['null entry', file({ a: null }), /a shape and two offsets for 'a'/],
    ['half precision', file({ a: { ...entry, dtype: 'F16' } }, four), /one of F32, F64, I32, U8, got F16.*Convert it/],
    ['an inherited name as type', file({ a: { ...entry, dtype: 'toString' } }, four), /got toString/],
    ['a size that does not fit', file({ a: { ...entry, shape: [2] } }, four), /8 bytes of 'a', got 4/],
    ['offsets in reverse', file({ a: { ...entry, data_offsets: [4, 0] } }, four), /4 bytes of 'a', got -4/],
    ['an overlap', file({ a: entry, b: entry }, four), /'b' to begin at byte 4, got 0/],
    ['a hole', file({ a: { ...entry, data_offsets: [4, 8] } }, new Uint8Array(8)), /'a' to begin at byte 0, got 4/],
    ['metadata that is no text', file({ __metadata__: { a: 1 } }), /metadata of texts by name/],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  test('the name __proto__ is a name like any other', () => {
    const read = decodeSafetensors(file(`{"__proto__":${JSON.stringify(entry)}}`, four));
    expect(Object.keys(read.arrays)).toEqual(['__proto__']);
  });
});
