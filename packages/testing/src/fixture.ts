import { readFileSync } from 'node:fs';

/**
 * Returns a reader of the numbers that authorities made for the tests of a package: `tools/reference` holds the programs.
 *
 * @param here `import.meta.url` of a file in the folder that holds `fixtures`.
 * @example
 * ```ts
 * const fixture = fixturesOf(import.meta.url);
 * const { x, logDensity } = fixture<{ x: number[]; logDensity: number[] }>('synthetic');
 * ```
 */
export function fixturesOf(here: string): <T>(name: string) => T {
  return <T>(name: string) => JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, here), 'utf8')) as T;
}
