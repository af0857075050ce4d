import { checkOptions } from '@latents/math';
import {
  type Corruption,
  type CorruptionConfig,
  dropoutCorruption,
  gaussianCorruption,
  maskingCorruption,
  saltAndPepperCorruption,
} from './corruption.js';

/** The descriptions from which a corruption can be made. */
type Described =
  | { readonly kind: 'masking' | 'dropout'; readonly rate: number }
  | { readonly kind: 'salt and pepper'; readonly rate: number; readonly low: number; readonly high: number }
  | { readonly kind: 'gaussian'; readonly scale: number };

/**
 * Returns the corruption of a description, or the corruption itself.
 *
 * @param where The call and the option, for the message.
 * @throws Error for a description from which the corruption cannot be made.
 * @throws RangeError for an unknown option of the description or an invalid number.
 */
export function corruptionOf(where: string, given: Corruption | CorruptionConfig): Corruption {
  if (isCorruption(given)) return given;
  const known = given as Described;
  switch (known?.kind) {
    case 'masking':
      checkOptions(where, known, ['kind', 'rate']);
      return maskingCorruption(known.rate);
    case 'dropout':
      checkOptions(where, known, ['kind', 'rate']);
      return dropoutCorruption(known.rate);
    case 'salt and pepper':
      checkOptions(where, known, ['kind', 'rate', 'low', 'high']);
      return saltAndPepperCorruption(known.rate, { low: known.low, high: known.high });
    case 'gaussian':
      checkOptions(where, known, ['kind', 'scale']);
      return gaussianCorruption(known.scale);
    default:
      throw new Error(
        `${where}: expected a corruption, or its description of kind 'masking', 'dropout', 'salt and pepper' or 'gaussian', got ${JSON.stringify(given)}. Give a corruption of your own to the factory: load((options) => createAutoencoder({ ...options, corruption }), source).`,
      );
  }
}

function isCorruption(given: Corruption | CorruptionConfig): given is Corruption {
  return typeof (given as Partial<Corruption> | null)?.apply === 'function';
}
