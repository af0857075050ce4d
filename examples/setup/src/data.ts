import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../../../shared/data/', import.meta.url);

/**
 * Returns the path of a file in the folder `shared/data` next to the checkout, which holds data that may not be shipped. Where the file
 * is absent, warns with its name and returns undefined.
 *
 * @param name The path below the folder: `mnist/train-labels-idx1-ubyte.gz`.
 */
export function dataPath(name: string): string | undefined {
  const path = fileURLToPath(new URL(name, FOLDER));
  if (existsSync(path)) return path;
  console.warn(`SKIPPED: ../shared/data/${name} is absent, so the part that needs it does not run.`);
  return undefined;
}
