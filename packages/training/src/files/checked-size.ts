/**
 * Returns the number of elements of an array of a shape, or undefined for an invalid shape: a size that is no integer
 * from 0 to 2^53 - 1, or a product of sizes above that. The product counts from the left, before a later size of 0.
 *
 * @param shape Sizes of the axes. A scalar has none.
 */
export function checkedSize(shape: readonly number[]): number | undefined {
  let size = 1;
  for (const n of shape) {
    size *= n;
    if (!Number.isSafeInteger(n) || n < 0 || !Number.isSafeInteger(size)) return undefined;
  }
  return size;
}
