import { readFileSync } from 'node:fs';

/** Fisher's iris (UCI machine learning repository, as scikit-learn ships it, BSD-3); em tests its mixtures on it too. */
export const IRIS = '../../em/test/fixtures/iris.csv';
/** Wisconsin breast cancer, diagnostic (UCI machine learning repository, as scikit-learn ships it, BSD-3). */
export const CANCER = './fixtures/breast_cancer.csv';

/** Reads a table with a header line and the class in the last column. */
export function table(path: string): { rows: number[][]; labels: number[] } {
  const [, ...lines] = readFileSync(new URL(path, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const cells = lines.map((line) => line.split(',').map(Number));
  return { rows: cells.map((row) => row.slice(0, -1)), labels: cells.map((row) => row.at(-1)!) };
}

export { fromRows as matrix } from '@latents/math';
