import { checkOneOf, checkOptions, checkPositiveInteger } from '@latents/math';
import { blockStandardError } from './block-standard-error.js';
import { type InformationEstimator, pairsOf } from './estimate.js';
import { ksgMutualInformation } from './neighbours/nearest-neighbours.js';
import { normalScores } from './normal-scores.js';

export interface KsgOptions {
  /** Which nearest neighbour (default 3). */
  readonly k?: number;
  /** `'normal-scores'` (default): coordinates by rank, so that scales and monotone maps do not matter; `'none'`: as they are. */
  readonly preprocess?: 'normal-scores' | 'none';
}

/**
 * Kraskov, Stogbauer and Grassberger's nearest-neighbour estimator: nearly unbiased in a few dimensions, too low in many or where
 * the information is large.
 *
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/math';
 * import { ksgEstimator } from '@latents/infotheory/samples';
 *
 * const rng = createRng(0);
 * const x = ndArray([1000, 1], rng.fillNormal(new Float64Array(1000)));
 * const y = ndArray([1000, 1], x.data.map((v) => 0.75 * v + Math.sqrt(0.4375) * rng.normal()));
 * const { nats, standardError } = await ksgEstimator().estimate(x, y, rng);
 * Math.abs(nats - 0.413339) < 4 * standardError; // => true
 * ```
 * @throws RangeError unless k is a positive integer. Estimating: also for fewer than 10 (k + 1) pairs, or more than k copies of a pair.
 * @see Kraskov, Stogbauer & Grassberger 2004
 */
export function ksgEstimator(options: KsgOptions = {}): InformationEstimator {
  checkOptions('ksgEstimator(options)', options, ['k', 'preprocess']);
  const { k = 3, preprocess = 'normal-scores' } = options;
  checkOneOf('ksgEstimator({ preprocess })', preprocess, ['normal-scores', 'none']);
  checkPositiveInteger('ksgEstimator({ k })', k);
  return {
    name: `KSG, k = ${k}`,
    async estimate(x, y, rng) {
      const { x: p, y: q } = pairsOf('ksgEstimator.estimate(x, y)', x, y, rng, 10 * (k + 1));
      const [a, b] = preprocess === 'none' ? [p, q] : [normalScores(p), normalScores(q)];
      return {
        nats: ksgMutualInformation(a, b, { k }),
        side: 'none',
        standardError: blockStandardError(a, b, rng, (u, v) => ksgMutualInformation(u, v, { k })),
        ceiling: Infinity,
      };
    },
  };
}
