import { gzipSync } from 'node:zlib';
import { parseIdx, parsePianoRolls } from '@latents/datasets';
import { afterEach, describe, expect, it, vi } from 'vitest';

const MEBIBYTE = 2 ** 20;

/** An IDX header of a shape of bytes, then zeros up to 8 MiB: 8 KiB of gzip data. */
function bomb(...sizes: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 * MEBIBYTE);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, 0x0800 + sizes.length);
  for (const [axis, size] of sizes.entries()) view.setUint32(4 + 4 * axis, size);
  return new Uint8Array(gzipSync(bytes));
}

/** Counts the bytes that leave streams from here on. */
function inflatedBytes(): () => number {
  let count = 0;
  const read = ReadableStreamDefaultReader.prototype.read;
  vi.spyOn(ReadableStreamDefaultReader.prototype, 'read').mockImplementation(async function (
    this: ReadableStreamDefaultReader,
  ) {
    const result = await read.call(this);
    if (result.value?.constructor === Uint8Array) count += result.value.length;
    return result;
  });
  return () => count;
}

afterEach(() => vi.restoreAllMocks());

describe('gzip data that inflate to more than they should', () => {
  it('stops parseIdx at the size that the header declares', async () => {
    const count = inflatedBytes();
    await expect(parseIdx(bomb(3))).rejects.toThrow(
      'parseIdx(bytes, type, options): expected the 11 bytes that the header declares, got more.',
    );
    expect(count()).toBeGreaterThan(0);
    expect(count()).toBeLessThan(MEBIBYTE);
  });

  it('stops parseIdx at the header if that declares more than maxBytes', async () => {
    const count = inflatedBytes();
    await expect(parseIdx(bomb(40000, 40000))).rejects.toThrow(
      'expected at most 1073741824 bytes of inflated data, got 1600000012. If you trust the file, give a larger maxBytes.',
    );
    await expect(parseIdx(bomb(1000, 1000), undefined, { maxBytes: MEBIBYTE / 2 })).rejects.toBeInstanceOf(RangeError);
    expect(count()).toBeLessThan(MEBIBYTE);
  });

  it('stops parseIdx at bytes that are not a header', async () => {
    const count = inflatedBytes();
    await expect(parseIdx(new Uint8Array(gzipSync(new Uint8Array(8 * MEBIBYTE))))).rejects.toThrow(
      'decodeIdx(bytes): expected a file that starts 0x00 0x00 and a type',
    );
    await expect(parseIdx(bomb(3), 'float32')).rejects.toThrow('expected elements of type float32, got uint8');
    expect(count()).toBeLessThan(MEBIBYTE);
  });

  it('stops parsePianoRolls, whose files declare no size, at maxBytes', async () => {
    const count = inflatedBytes();
    await expect(parsePianoRolls(bomb(3), { maxBytes: MEBIBYTE })).rejects.toThrow(
      'parsePianoRolls(bytes, options): expected at most 1048576 bytes of inflated data, got more.',
    );
    expect(count()).toBeLessThan(2 * MEBIBYTE);
  });

  it('reads a file of exactly maxBytes', async () => {
    const file = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 255);
    const zipped = new Uint8Array(gzipSync(file));
    expect((await parseIdx(zipped, 'uint8', { maxBytes: 11 })).data).toEqual(Uint8Array.of(5, 0, 255));
    await expect(parseIdx(zipped, 'uint8', { maxBytes: 10 })).rejects.toThrow('expected at most 10 bytes');
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses maxBytes of %d', async (maxBytes) => {
    await expect(parseIdx(Uint8Array.of(0), undefined, { maxBytes })).rejects.toThrow('maxBytes');
  });
});
