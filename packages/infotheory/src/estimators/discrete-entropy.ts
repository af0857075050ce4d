import { checkList, checkOneOf } from '@latents/math';
/**
 * How the entropy of a discrete distribution is estimated from counts: `'plug-in'` (that of the frequencies, biased down by about
 * (m - 1) / 2n), `'miller-madow'` (plus that), `'jackknife'`, or `'chao-shen'` (which makes up for symbols not seen).
 */
export type EntropyEstimator = 'plug-in' | 'miller-madow' | 'jackknife' | 'chao-shen';

/**
 * The entropy, in nats, of a discrete distribution from how often each symbol was seen. Zero counts may be left out.
 *
 * @example
 * ```ts
 * import { discreteEntropy } from '@latents/infotheory/samples';
 *
 * discreteEntropy([2, 2], 'plug-in'); // => 0.6931471805599453
 * ```
 * @throws RangeError if a count is not a non-negative integer, or all are 0 (two draws for the jackknife).
 * @see Miller 1955; Chao & Shen 2003, eq. 9; Efron & Stein 1981
 */
export function discreteEntropy(counts: ArrayLike<number>, estimator: EntropyEstimator): number {
  checkOneOf('discreteEntropy(counts, estimator)', estimator, ['plug-in', 'miller-madow', 'jackknife', 'chao-shen']);
  checkList('discreteEntropy(counts)', 'counts', counts);
  let n = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(`discreteEntropy(counts): expected integers >= 0, got ${count} at index ${i}.`);
    }
    n += count;
  }
  const least = estimator === 'jackknife' ? 2 : 1;
  if (n < least) throw new RangeError(`discreteEntropy(counts): expected a total of at least ${least}, got ${n}.`);
  const seen = Array.from(counts).filter((count) => count > 0);
  if (estimator === 'miller-madow') return plugIn(seen, n) + (seen.length - 1) / (2 * n);
  if (estimator === 'jackknife') return jackknife(seen, n);
  return estimator === 'chao-shen' ? chaoShen(seen, n) : plugIn(seen, n);
}

function plugIn(seen: readonly number[], n: number): number {
  return seen.reduce((sum, count) => sum - (count / n) * Math.log(count / n), 0);
}

/** n H - (n - 1) times the mean of the n entropies with one draw left out, equal for equal symbols. */
function jackknife(seen: readonly number[], n: number): number {
  const s = seen.reduce((sum, count) => sum + count * Math.log(count), 0);
  const without = seen.reduce((sum, count) => {
    const less = count - 1;
    const changed = s - count * Math.log(count) + (less > 0 ? less * Math.log(less) : 0);
    return sum + (count / n) * (Math.log(n - 1) - changed / (n - 1));
  }, 0);
  return n * plugIn(seen, n) - (n - 1) * without;
}

/** The Horvitz-Thompson sum over seen symbols, with frequencies shrunk by the Good-Turing coverage. */
function chaoShen(seen: readonly number[], n: number): number {
  const singletons = seen.filter((count) => count === 1).length;
  // All singletons would make the coverage 0, and nothing could be said.
  const coverage = 1 - (singletons === n ? n - 1 : singletons) / n;
  return seen.reduce((sum, count) => {
    const p = (coverage * count) / n;
    return sum - (p * Math.log(p)) / -Math.expm1(n * Math.log1p(-p));
  }, 0);
}
