import type { Rng } from '../rng/rng.js';
import { said } from './numbers.js';

/**
 * Refuses anything but a stream of random numbers. Recognised by its methods, so that a stream of another copy of this package is
 * valid.
 *
 * @param where The call and the argument: `createVae({ rng })`.
 * @throws TypeError if there is none.
 */
export function checkRng(where: string, rng: unknown): asserts rng is Rng {
  const given = typeof rng === 'object' && rng !== null && 'uniform' in rng && 'fork' in rng;
  if (!given) throw new TypeError(`${where}: expected rng, as from createRng(seed), got ${said(rng)}.`);
}
