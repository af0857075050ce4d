import { dynamicBinarization, thresholdBinarization, toUnitInterval } from '@latents/datasets';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { batches } from '@latents/training';
import { describe, expect, it } from 'vitest';

const everyByte = ndArray(
  [1, 256],
  Uint8Array.from({ length: 256 }, (_, i) => i),
);

describe('dynamicBinarization', () => {
  it('draws ones with probability byte / 255, within 4 standard errors for every byte', () => {
    const draws = 4000;
    const rows = ndArray(
      [draws, 256],
      Uint8Array.from({ length: draws * 256 }, (_, i) => i % 256),
    );
    const { shape, data } = dynamicBinarization(rows, createRng(1));
    expect(shape).toEqual([draws, 256]);
    const ones = new Float64Array(256);
    for (const [i, value] of data.entries()) ones[i % 256]! += value;
    for (const [byte, count] of ones.entries()) {
      const p = byte / 255;
      expect(Math.abs(count / draws - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / draws));
    }
  });

  it('gives zeros and ones only', () => {
    expect(new Set(dynamicBinarization(everyByte, createRng(2)).data)).toEqual(new Set([0, 1]));
  });

  it('is the same for the same seed and a new draw for each batch', () => {
    const rows = ndArray([2, 50], new Uint8Array(100).fill(128));
    const stream = () => batches(rows, { size: 2, rng: createRng(3), transform: dynamicBinarization });
    const [first, second] = [stream().at(0).batch.data, stream().at(1).batch.data];
    expect(stream().at(0).batch.data).toEqual(first);
    expect(second).not.toEqual(first);
  });
});

describe('thresholdBinarization', () => {
  it('has ones from an intensity of one half', () => {
    const { data } = thresholdBinarization(everyByte);
    expect(data.indexOf(1)).toBe(128);
    expect(data.lastIndexOf(0)).toBe(127);
  });

  it('serves as a transform', () => {
    const stream = batches(everyByte, { size: 1, rng: createRng(0), transform: thresholdBinarization });
    expect(stream.at(0).batch).toEqual(thresholdBinarization(everyByte));
  });
});

describe('toUnitInterval', () => {
  it('divides by 255 and keeps the shape', () => {
    const rows = ndArray([3, 1, 1], Uint8Array.of(0, 51, 255));
    expect(toUnitInterval(rows)).toEqual({ shape: [3, 1, 1], data: Float32Array.of(0, 0.2, 1) });
  });
});

describe('pixels that are not bytes', () => {
  const floats = ndArray([1, 2], Float32Array.of(0.2, 0.7)) as NdArray as NdArray<Uint8Array>;

  it.each([dynamicBinarization, thresholdBinarization, toUnitInterval])('are refused by %o', (transform) => {
    expect(() => transform(floats, createRng(0))).toThrow(
      `${transform.name}(rows): expected pixels as bytes (a Uint8Array from 0 to 255), got a Float32Array.`,
    );
  });
});
