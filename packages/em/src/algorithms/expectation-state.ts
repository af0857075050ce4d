import { type NamedArrays, type NdArray, ndArray } from '@latents/math';
import { checkArrays } from '@latents/training';
import type { Expectation } from './latent-variable-model.js';

/** Numbers of an expectation besides its statistics. */
const TOTALS = 4;

/** Returns expectations of one model as arrays, for a checkpoint: `statistics` `[n, statistics]` and `totals` `[n, 4]`. */
export function expectationArrays(expectations: readonly Expectation[]): NamedArrays {
  const n = expectations.length;
  const length = expectations[0]!.statistics.length;
  const statistics = new Float64Array(n * length);
  const totals = new Float64Array(n * TOTALS);
  for (const [i, { logMarginal, expectedLogJoint, entropy, examples, ...one }] of expectations.entries()) {
    statistics.set(one.statistics, i * length);
    totals.set([logMarginal, expectedLogJoint, entropy, examples], i * TOTALS);
  }
  return { statistics: ndArray([n, length], statistics), totals: ndArray([n, TOTALS], totals) };
}

/**
 * Returns the expectations of {@link expectationArrays}.
 *
 * @param others Shapes of the arrays that the state holds besides, by name.
 * @throws Error if arrays are missing, unknown, misshapen or not finite.
 */
export function expectationsOf(
  where: string,
  count: number,
  state: NamedArrays,
  others: Readonly<Record<string, { readonly shape: readonly number[] }>>,
): Expectation[] {
  const length = state['statistics']?.shape[1] ?? 0;
  checkArrays(where, { statistics: { shape: [count, length] }, totals: { shape: [count, TOTALS] }, ...others }, state);
  const { statistics, totals } = state as { readonly statistics: NdArray; readonly totals: NdArray };
  return Array.from({ length: count }, (_, i) => {
    const [logMarginal, expectedLogJoint, entropy, examples] = totals.data.slice(i * TOTALS, (i + 1) * TOTALS);
    return {
      statistics: Float64Array.from(statistics.data.subarray(i * length, (i + 1) * length)),
      logMarginal: logMarginal!,
      expectedLogJoint: expectedLogJoint!,
      entropy: entropy!,
      examples: examples!,
    };
  });
}
