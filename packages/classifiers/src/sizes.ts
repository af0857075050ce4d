import { checkInteger, checkPositiveInteger } from '@latents/math';
import type { Sizes } from './features.js';

/**
 * Returns the sizes that options or a description hold, checked.
 *
 * @throws RangeError unless there are at least 2 classes and 1 feature.
 */
export function checkedSizes(where: string, options: object): Sizes {
  const { classes, dimension } = options as Readonly<Record<keyof Sizes, unknown>>;
  checkInteger(`${where}, classes`, classes, 2);
  checkPositiveInteger(`${where}, dimension`, dimension);
  return { classes, dimension };
}
