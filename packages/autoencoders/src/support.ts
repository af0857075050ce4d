import type { NdArray } from '@latents/core';

/** Where a likelihood has its mass. */
export type Support = 'unit interval' | 'reals';

const HOLDS: Readonly<Record<Support, (x: number) => boolean>> = {
  'unit interval': (x) => x >= 0 && x <= 1,
  reals: Number.isFinite,
};

const EXPECTED: Readonly<Record<Support, string>> = {
  'unit interval': 'values from 0 to 1, as the Bernoulli likelihood needs (divide bytes by 255, or binarise them)',
  reals: 'finite values',
};

/**
 * Throws unless the examples have the given width and lie in the support.
 *
 * @throws RangeError that names the first offending value, its row and its column.
 */
export function checkExamples(where: string, { shape, data }: NdArray, width: number, support: Support): void {
  if (shape.length !== 2 || shape[1] !== width || shape[0] === 0) {
    throw new RangeError(`${where}: expected x of shape [batch, ${width}], got [${shape}]. inputDim is ${width}.`);
  }
  const holds = HOLDS[support];
  for (let i = 0; i < data.length; i++) {
    if (!holds(data[i]!)) {
      throw new RangeError(
        `${where}: expected ${EXPECTED[support]}, got ${data[i]} in row ${Math.floor(i / width)}, column ${i % width}.`,
      );
    }
  }
}
