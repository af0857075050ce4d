import { ndArray } from '@latents/math';
import { expect, test } from 'vitest';
import { clusterMeans, clusterPicture, guessPicture } from '../../../src/panels/cotrain/cluster-images.js';
import { halvesOf, onlyHalf } from '../../../src/panels/cotrain/halves.js';

/** Images that are one shade on the left and another on the right, in bytes. */
function shades(...pairs: readonly (readonly [left: number, right: number])[]) {
  const data = Uint8Array.from(
    { length: 784 * pairs.length },
    (_, i) => pairs[Math.floor(i / 784)]![i % 28 < 14 ? 0 : 1]!,
  );
  return ndArray([pairs.length, 784], data);
}
const images = shades([255, 0], [51, 102], [153, 204]);
const at = (picture: Float32Array, cell: number) => [picture[cell * 784]!, picture[cell * 784 + 783]!];

test('halves: left columns to x, right columns to y, as shares of white', () => {
  const { x, y } = halvesOf(images);
  expect(x.shape).toEqual([3, 392]);
  expect(new Set(x.data.subarray(0, 392))).toEqual(new Set([1]));
  expect(new Set(y.data.subarray(0, 392))).toEqual(new Set([0]));
  expect([x.data[2 * 392], y.data[2 * 392 + 391]].map((v) => v!.toFixed(3))).toEqual(['0.600', '0.800']);
});

test('rows and columns keep their places', () => {
  const one = ndArray(
    [1, 784],
    Uint8Array.from({ length: 784 }, (_, i) => i % 256),
  );
  const { x, y } = halvesOf(one);
  for (const [row, column] of [
    [0, 0],
    [5, 13],
    [27, 7],
  ] as const) {
    expect(x.data[row * 14 + column]).toBeCloseTo(one.data[row * 28 + column]! / 255, 6);
    expect(y.data[row * 14 + column]).toBeCloseTo(one.data[row * 28 + 14 + column]! / 255, 6);
  }
});

test('only one half is left', () => {
  const image = Float32Array.from({ length: 784 }, () => 1);
  expect(onlyHalf(image, 'left').filter((v) => v === 1)).toHaveLength(392);
  expect(onlyHalf(image, 'left')[13]).toBe(1);
  expect(onlyHalf(image, 'right')[13]).toBe(0);
  expect(onlyHalf(image, 'right')[14]).toBe(1);
});

test('the mean of a cluster, and blank for one without members', () => {
  const means = clusterMeans(images, Int32Array.of(2, 0, 0), 3);
  expect(at(means, 0).map((v) => v.toFixed(3))).toEqual(['0.400', '0.600']);
  expect(at(means, 1)).toEqual([0, 0]);
  expect(at(means, 2)).toEqual([1, 0]);
});

test('a column a cluster: its mean, then its members in order, then nothing', () => {
  const clusters = Int32Array.of(1, 0, 0);
  const means = clusterMeans(images, clusters, 2);
  const picture = clusterPicture(images, clusters, 2, means);
  expect(picture).toHaveLength(6 * 2 * 784);
  expect(at(picture, 2).map((v) => v.toFixed(1))).toEqual(['0.2', '0.4']);
  expect(at(picture, 3)).toEqual([1, 0]);
  expect(at(picture, 4).map((v) => v.toFixed(1))).toEqual(['0.6', '0.8']);
  expect(at(picture, 5)).toEqual([0, 0]);
});

test('guesses: digit, left half, what Phi says of it, right half, what Psi says', () => {
  const clusters = Int32Array.of(1, 0, 0);
  const means = clusterMeans(images, clusters, 2);
  const picture = guessPicture(images, [2, 0], means, Int32Array.of(0, 0, 1), clusters);
  const column = (which: number) => [0, 1, 2, 3, 4].map((row) => at(picture, row * 2 + which).map((v) => v.toFixed(1)));
  expect(column(0)).toEqual([
    ['0.6', '0.8'],
    ['0.6', '0.0'],
    ['1.0', '0.0'],
    ['0.0', '0.8'],
    ['0.4', '0.6'],
  ]);
  expect(column(1)[2]).toEqual(['0.4', '0.6']);
  expect(column(1)[4]).toEqual(['1.0', '0.0']);
});
