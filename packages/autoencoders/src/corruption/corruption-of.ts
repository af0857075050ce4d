import {
  type Corruption,
  dropoutCorruption,
  gaussianCorruption,
  maskingCorruption,
  saltAndPepperCorruption,
} from './corruption.js';

/** The corruption that a configuration is of. Throws an Error for one that is not known by its configuration alone. */
export function corruptionOf(config: Corruption['config']): Corruption {
  const number = (name: string): number => config[name] as number;
  switch (config.kind) {
    case 'masking':
      return maskingCorruption(number('rate'));
    case 'dropout':
      return dropoutCorruption(number('rate'));
    case 'salt and pepper':
      return saltAndPepperCorruption(number('rate'), { low: number('low'), high: number('high') });
    case 'gaussian':
      return gaussianCorruption(number('scale'));
    default:
      throw new Error(
        `loadAutoencoder(source): expected a corruption that its configuration describes, got ${JSON.stringify(config)}. Give it as options.corruption.`,
      );
  }
}
