/** Names that may have two meanings, and why. */
export const ALLOWED: Readonly<Record<string, string>>;
/** Returns a fault for each name that two packages export with different declarations. */
export function clashesIn(
  names: Readonly<Record<string, Readonly<Record<string, string>>>>,
  allowed?: Readonly<Record<string, string>>,
): string[];
/** Returns the public names of all packages, with the place of each declaration. */
export function publicNames(): Record<string, Record<string, string>>;
