import { readdirSync, readFileSync } from 'node:fs';

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

/**
 * Returns a reader of a folder of fixtures, one JSON file per family: the contents by file name, in alphabetical order.
 *
 * @param here `import.meta.url` of a file in the folder that holds `fixtures`.
 * @throws Error if the folder holds no JSON file.
 * @example
 * ```ts
 * const folder = fixtureFoldersOf(import.meta.url);
 * const { rows } = folder<{ rows: number[][] }>('distributions')['Normal']!;
 * ```
 */
export function fixtureFoldersOf(here: string): <T>(folder: string) => Record<string, T> {
  return <T>(folder: string) => {
    const names = readdirSync(new URL(`./fixtures/${folder}`, here)).filter((name) => name.endsWith('.json'));
    if (names.length === 0) {
      throw new Error(
        `fixtureFoldersOf: expected JSON files in fixtures/${folder}, got none. Run its program in tools/reference.`,
      );
    }
    const read = fixturesOf(here);
    return Object.fromEntries(
      names.sort().map((file) => {
        const name = file.slice(0, -'.json'.length);
        return [name, read<T>(`${folder}/${name}`)];
      }),
    );
  };
}
