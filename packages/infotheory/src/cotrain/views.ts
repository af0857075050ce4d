import { isNdArray, type NdArray } from '@latents/math';

/** Paired views: x and y with equally many rows. */
export interface Views {
  readonly x: NdArray;
  readonly y: NdArray;
  readonly [name: string]: NdArray;
}

/**
 * Refuses anything but paired views.
 *
 * @throws TypeError unless x and y are arrays.
 * @throws RangeError if they differ in rows.
 */
export function checkViews(where: string, views: Views): void {
  const { x, y } = views ?? {};
  if (!isNdArray(x) || !isNdArray(y)) {
    throw new TypeError(
      `${where}: expected arrays { x, y }, as from ndArray(shape, data), got ${views === null || typeof views !== 'object' ? String(views) : `{ ${Object.keys(views).slice(0, 4).join(', ')} }`}.`,
    );
  }
  if (x.shape[0] !== y.shape[0]) {
    throw new RangeError(`${where}: expected as many x as y, got ${x.shape[0]} and ${y.shape[0]}.`);
  }
}
