import { checkPositiveInteger } from '@latents/math';

/**
 * Throws a TypeError for widths of layers that are no array, and a RangeError for a width that is not a positive integer.
 *
 * @param where The call and the option: `createGan({ hidden })`.
 */
export function checkWidths(where: string, widths: readonly number[]): void {
  if (!Array.isArray(widths)) throw new TypeError(`${where}: expected an array of widths, got ${String(widths)}.`);
  for (const [i, width] of widths.entries()) checkPositiveInteger(where, width, `element ${i}`);
}
