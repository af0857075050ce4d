import { Rng, type RngState } from './rng.js';

/**
 * A random number generator from a seed (an integer from 0 to 2^53 - 1; 0 is a seed like any other), or the one
 * whose `state()` is given, continued exactly.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 *
 * const rng = createRng(7);
 * const child = rng.split();
 * const again = createRng(rng.state());
 * again.uniform() === rng.uniform(); // => true
 * child.uniform() === rng.uniform(); // => false
 * ```
 * @throws RangeError if the seed is not such an integer, or the state is not one that `state()` returns.
 */
export function createRng(seed: number | RngState): Rng {
  if (typeof seed !== 'number') return new Rng(checkedState(seed));
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`createRng(seed): expected an integer from 0 to 2^53 - 1, got ${seed}.`);
  }
  return new Rng({
    algorithm: 'philox4x32-10',
    key: [seed >>> 0, Math.floor(seed / 2 ** 32)],
    block: 0,
    lane: 4,
    children: 0,
  });
}

function checkedState(state: RngState): RngState {
  const { algorithm, key, block, lane, children } = state ?? {};
  if (algorithm !== 'philox4x32-10') {
    throw new RangeError(`createRng(state): expected the state of a philox4x32-10 generator, got '${algorithm}'.`);
  }
  const counts = [...(Array.isArray(key) && key.length === 2 ? key : [Number.NaN]), block, lane, children];
  const words = Array.isArray(key) && key.every((n) => n < 2 ** 32);
  // A block that is partly used has been opened.
  const opened = lane === 4 || (lane < 4 && block > 0);
  if (!counts.every((n) => Number.isSafeInteger(n) && n >= 0) || !words || !opened) {
    throw new RangeError(`createRng(state): expected what rng.state() returned, got ${JSON.stringify(state)}.`);
  }
  return state;
}
