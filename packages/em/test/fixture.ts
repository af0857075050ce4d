import { readFileSync } from 'node:fs';
import { ndArray } from '@latents/math';
// By its file: testing needs TensorFlow.js, which em does without.
import { fixturesOf } from '../../testing/src/plain.js';

export const fixture = fixturesOf(import.meta.url);

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

export { fromRows as matrix } from '@latents/math';
