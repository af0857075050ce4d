import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { decodeIdx, parseIdx, parsePianoRolls } from '@latents/datasets';
import { sharedPath } from '@latents/testing';
import { describe, expect, it } from 'vitest';

// Written out by hand from the format's description: big-endian, 0 0 type rank, sizes, elements.
const LABELS = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 255);
const MATRIX = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

describe('decodeIdx', () => {
  it('reads bytes of rank 1 and 2', () => {
    expect(decodeIdx(LABELS)).toEqual({ shape: [3], data: Uint8Array.of(5, 0, 255) });
    expect(decodeIdx(MATRIX)).toEqual({ shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  });

  it.each([
    ['int8', 9, [0xff, 0x7f], Int32Array.of(-1, 127)],
    ['int16', 11, [0xff, 0xfe, 0x01, 0x02], Int32Array.of(-2, 258)],
    ['int32', 12, [0x80, 0, 0, 0, 0, 1, 0, 0], Int32Array.of(-(2 ** 31), 65536)],
    ['float32', 13, [0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0], Float32Array.of(1, -2.5)],
    ['float64', 14, [0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, 4, 0, 0, 0, 0, 0, 0], Float64Array.of(1, -2.5)],
  ] as const)('reads %s, big-endian', (type, code, elements, expected) => {
    const bytes = Uint8Array.of(0, 0, code, 1, 0, 0, 0, 2, ...elements);
    expect(decodeIdx(bytes, type)).toEqual({ shape: [2], data: expected });
  });

  it('reads a view into a larger buffer, and copies', () => {
    const buffer = Uint8Array.of(9, 9, 9, ...LABELS, 9);
    const view = buffer.subarray(3, 3 + LABELS.length);
    const decoded = decodeIdx(view, 'uint8');
    buffer.fill(7);
    expect(decoded.data).toEqual(Uint8Array.of(5, 0, 255));
  });

  it('reads a buffer, as fetch gives it', async () => {
    const { buffer } = Uint8Array.from(LABELS);
    expect(decodeIdx(buffer, 'uint8').data).toEqual(Uint8Array.of(5, 0, 255));
    expect((await parseIdx(buffer, 'uint8')).data).toEqual(Uint8Array.of(5, 0, 255));
  });

  it.each([null, undefined, 'abc', [1, 2], new DataView(new ArrayBuffer(4))])('refuses %o', async (bytes) => {
    const message = 'expected bytes, a Uint8Array or an ArrayBuffer, got';
    expect(() => decodeIdx(bytes as never)).toThrow(`decodeIdx(bytes): ${message}`);
    await expect(parseIdx(bytes as never)).rejects.toThrow(`parseIdx(bytes, type, options): ${message}`);
    await expect(parsePianoRolls(bytes as never)).rejects.toThrow(`parsePianoRolls(bytes, options): ${message}`);
  });

  it('reads a file of no rows', () => {
    expect(decodeIdx(Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 3)).shape).toEqual([0, 3]);
  });

  it.each([
    ['empty', new Uint8Array(), 'expected a header of at least 4 bytes, got 0 bytes'],
    [
      'not IDX',
      Uint8Array.from('P5 28 28', (c) => c.charCodeAt(0)),
      'got 0x50 0x35 0x20 0x32. Check that it is an IDX file.',
    ],
    ['an unknown type', Uint8Array.of(0, 0, 10, 1, 0, 0, 0, 0), 'got 0x00 0x00 0x0a 0x01'],
    ['rank 0', Uint8Array.of(0, 0, 8, 0, 1), 'expected at least one dimension, got 0'],
    ['a header cut off', LABELS.subarray(0, 6), 'expected a header of 8 bytes for 1 dimensions, got 6 bytes'],
    [
      'elements cut off',
      LABELS.subarray(0, 10),
      'expected 11 bytes for uint8 of shape [3], got 10. The file is cut off',
    ],
    ['too long', Uint8Array.of(...LABELS, 1), 'expected 11 bytes for uint8 of shape [3], got 12. Something follows'],
    [
      'sizes whose product overflows 32 bits',
      Uint8Array.of(0, 0, 8, 3, ...Array(12).fill(255)),
      'of shape [4294967295,4294967295,4294967295], got 16. The file is cut off',
    ],
    ['gzip data', new Uint8Array(gzipSync(LABELS)), 'Use parseIdx'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeIdx(bytes)).toThrow(RangeError);
    expect(() => decodeIdx(bytes)).toThrow(message);
  });

  it('refuses another type than the one asked for', () => {
    expect(() => decodeIdx(LABELS, 'float32')).toThrow('expected elements of type float32, got uint8');
  });
});

describe('parseIdx', () => {
  const zipped = new Uint8Array(gzipSync(LABELS));

  it('reads plain and gzipped bytes alike', async () => {
    expect(await parseIdx(LABELS)).toEqual(decodeIdx(LABELS));
    expect(await parseIdx(zipped, 'uint8')).toEqual(decodeIdx(LABELS));
  });

  it.each([
    ['cut off', zipped.subarray(0, zipped.length - 9)],
    ['without its checksum', zipped.subarray(0, zipped.length - 4)],
    ['with a wrong checksum', zipped.map((byte, i) => (i === zipped.length - 8 ? byte ^ 1 : byte))],
    ['of a header only', zipped.subarray(0, 2)],
  ])('refuses a gzip file %s', async (_, bytes) => {
    await expect(parseIdx(bytes)).rejects.toThrow(/expected a whole gzip file, got \d+ bytes .* corrupt or cut off/);
    await expect(parseIdx(bytes)).rejects.toBeInstanceOf(RangeError);
  });

  it('refuses a bad file in good gzip', async () => {
    await expect(parseIdx(new Uint8Array(gzipSync(LABELS.subarray(0, 9))))).rejects.toThrow('expected 11 bytes');
  });
});

const images = sharedPath('data/mnist/t10k-images-idx3-ubyte.gz');
const labels = sharedPath('data/mnist/t10k-labels-idx1-ubyte.gz');

describe.skipIf(images === undefined || labels === undefined)('the test set of MNIST', () => {
  it('has its published shape, class counts and mean intensity', async () => {
    const pixels = await parseIdx(readFileSync(images!), 'uint8');
    const classes = await parseIdx(readFileSync(labels!), 'uint8');
    expect(pixels.shape).toEqual([10000, 28, 28]);
    const counts = new Array(10).fill(0);
    for (const digit of classes.data) counts[digit]++;
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    let sum = 0;
    for (const byte of pixels.data) sum += byte;
    expect(sum / pixels.data.length / 255).toBeCloseTo(0.1325, 4);
  });
});
