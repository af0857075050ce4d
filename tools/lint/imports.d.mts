/** Packages, lowest first. */
export const PACKAGES: readonly string[];
/** Folders of core, lowest first. */
export const CORE_FOLDERS: readonly string[];
/** Returns the faults in the given sources, by file name, and the dependencies of each package. */
export function faultsOf(
  files: Readonly<Record<string, string>>,
  dependencies: Readonly<Record<string, readonly string[]>>,
): string[];
