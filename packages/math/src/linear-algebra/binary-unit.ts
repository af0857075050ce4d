/** Exponents between which a power of 2 and its reciprocal are finite. */
const LEAST = -1022;
const MOST = 1023;

/**
 * Returns a power of 2 near a size: at least 2^-1022, and 1 for a size of 0. Division by it rounds no number, and brings the numbers to
 * the range where squares neither overflow nor underflow.
 *
 * @param size Largest absolute value of the numbers to divide, finite.
 * @example
 * ```ts
 * import { binaryUnit } from '@latents/math';
 *
 * [binaryUnit(5), binaryUnit(0.3), binaryUnit(0)]; // => [4, 0.25, 1]
 * ```
 */
export function binaryUnit(size: number): number {
  return size === 0 ? 1 : 2 ** Math.min(Math.max(Math.floor(Math.log2(size)), LEAST), MOST);
}
