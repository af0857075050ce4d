import type { NdArray } from '@latents/math';

/** Throws a RangeError unless an array holds as many numbers as its shape says: of one that does not, rows would be read amiss. */
export function checkSize(where: string, name: string, { shape, data }: NdArray): void {
  const size = shape.reduce((product, n) => product * n, 1);
  if (data.length !== size) {
    throw new RangeError(
      `${where}: expected ${size} numbers in ${name} of shape [${shape}], got ${data.length}. Make arrays with ndArray(shape, data).`,
    );
  }
}
