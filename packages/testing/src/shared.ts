import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/**
 * The path of a file in the folder `shared` beside the checkout (data that may not be shipped), or undefined, with a
 * warning that names what is skipped, where it is absent.
 *
 * @example
 * ```ts
 * const path = sharedPath('data/mnist/train-labels-idx1-ubyte.gz');
 * describe.skipIf(path === undefined)('MNIST', () => { ... });
 * ```
 */
export function sharedPath(file: string): string | undefined {
  const path = join(root, '..', 'shared', file);
  if (existsSync(path)) return path;
  console.warn(`SKIPPED: ../shared/${file} is not here, so what needs it is not run.`);
  return undefined;
}
