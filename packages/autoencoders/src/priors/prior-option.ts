import { checkPositiveInteger, type Rng } from '@latents/math';
import type { Prior } from './prior.js';
import { learnedPrior, mixturePrior, standardPrior, vampPrior } from './priors.js';

/** P(z): N(0, I), a learned diagonal normal, a learned mixture, or a VampPrior, the last two by their number of components. */
export type PriorKindOption = 'standard' | 'learned' | { readonly mixture: number } | { readonly vamp: number };

/**
 * Refuses an option that names no prior.
 *
 * @param where The call and the option, for the message.
 * @throws RangeError for an unknown prior, or components that are not a positive integer.
 */
export function checkPriorOption(where: string, option: PriorKindOption): void {
  if (option === 'standard' || option === 'learned') return;
  const entries: [string, unknown][] = typeof option === 'object' ? Object.entries(option ?? {}) : [];
  const [name, components] = entries.length === 1 ? entries[0]! : [];
  if (name !== 'mixture' && name !== 'vamp') {
    throw new RangeError(
      `${where}: expected 'standard', 'learned', { mixture: components } or { vamp: components }, got ${JSON.stringify(option)}.`,
    );
  }
  checkPositiveInteger(where, components, name);
}

interface Shape {
  readonly inputDim: number;
  readonly latentDim: number;
  readonly unitInterval: boolean;
  readonly rng: Rng;
}

/** Returns the prior that an option names. */
export function priorOf(option: PriorKindOption, { inputDim, latentDim, unitInterval, rng }: Shape): Prior {
  if (option === 'standard') return standardPrior(latentDim);
  if (option === 'learned') return learnedPrior(latentDim);
  if ('mixture' in option) return mixturePrior(latentDim, option.mixture, rng);
  return vampPrior({ dimension: latentDim, inputDim, components: option.vamp, unitInterval, rng });
}
