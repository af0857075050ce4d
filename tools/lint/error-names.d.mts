import type { SourceFile } from 'typescript';

/** A call that an error message names. */
export interface NamedCall {
  readonly text: string;
  readonly constructs: boolean;
  readonly object: string | undefined;
  readonly name: string;
  readonly line: number;
}
/** Returns the calls that the messages of a source name. */
export function namedCalls(source: SourceFile): NamedCall[];
/** Returns a fault for each call that does not exist. */
export function faultsOf(
  calls: readonly (NamedCall & { readonly file: string })[],
  known: {
    readonly functions: ReadonlySet<string>;
    readonly classes: ReadonlySet<string>;
    readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  },
): string[];
/** Returns the faults of all packages. */
export function faultsOfPackages(): string[];
