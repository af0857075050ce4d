import { readFileSync } from 'node:fs';
import { ndArray } from '@latents/math';

/** A file of test/fixtures, parsed. */
export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** Fisher's iris (UCI machine learning repository, as scikit-learn ships it, BSD-3): `[150, 4]` and the species. */
export function iris() {
  const rows = readFileSync(new URL('./fixtures/iris.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  return {
    x: ndArray([150, 4], Float64Array.from(rows.flatMap((row) => row.slice(0, 4)))),
    y: ndArray([150], Int32Array.from(rows.map((row) => row[4]!))),
  };
}

/** A list of lists as an array. */
export function matrix(rows: readonly (readonly number[])[]) {
  return ndArray([rows.length, rows[0]!.length], Float64Array.from(rows.flat()));
}
