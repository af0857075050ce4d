import { checkWidths } from './check-widths.js';

/**
 * Checks the options that perceptrons of a factory share. Names of activations are checked where the networks are made.
 *
 * @param where The factory: `'createGan'`.
 * @throws TypeError for widths that are no array, or a flag that is no boolean.
 * @throws RangeError for a width that is not a positive integer.
 */
export function checkMlpOptions(
  where: string,
  { hidden, batchNorm }: { readonly hidden: readonly number[]; readonly batchNorm: boolean },
): void {
  checkWidths(`${where}({ hidden })`, hidden);
  if (typeof batchNorm !== 'boolean') {
    throw new TypeError(`${where}({ batchNorm }): expected true or false, got ${String(batchNorm)}.`);
  }
}

/**
 * Throws a RangeError for an option that no network uses, because the networks that would use it are described.
 *
 * @param users The networks that use each option, by the option's name.
 */
export function refuseUnused<O extends object>(
  where: string,
  options: O,
  users: { readonly [K in keyof O & string]?: readonly (keyof O & string)[] },
): void {
  for (const [name, networks] of Object.entries(users) as [keyof O & string, readonly (keyof O & string)[]][]) {
    if (options[name] === undefined || networks.some((network) => options[network] === undefined)) continue;
    throw new RangeError(
      `${where}: expected no ${name} where ${networks.join(' and ')} ${networks.length > 1 ? 'are' : 'is'} described, got one. Put it into the description.`,
    );
  }
}
