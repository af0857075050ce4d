import { readdirSync, readFileSync } from 'node:fs';

/** Returns the fixtures of a folder of packages/core/test/fixtures by family, in alphabetical order (fixtures.py is the same). */
export function fixtures(folder) {
  const path = new URL(`../../packages/core/test/fixtures/${folder}/`, import.meta.url);
  const names = readdirSync(path).sort();
  return Object.fromEntries(
    names.map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(new URL(name, path), 'utf8'))]),
  );
}
