import { readFileSync } from 'node:fs';

/** A file of numbers that an authority made: `tools/reference` holds the programs. */
export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}
