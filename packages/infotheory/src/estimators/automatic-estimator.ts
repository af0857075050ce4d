import { type ArrayInput, checkOptions, type Rng } from '@latents/math';

import { type InformationEstimate, type InformationEstimator, pairsOf } from './estimate.js';
import { gaussianEstimator } from './gaussian-estimator.js';
import { ksgEstimator } from './ksg-estimator.js';
import { monomials, radialFeatures } from './projection/features.js';
import { heldOutGaussianEstimator } from './projection/held-out-gaussian-estimator.js';
import { projectionEstimator } from './projection/projection-estimator.js';

/** An estimate, by whom it was made, and what the others said. */
export interface AutomaticEstimate extends InformationEstimate {
  readonly chosen: string;
  /** By the candidates' names. */
  readonly candidates: Readonly<Record<string, InformationEstimate>>;
}

/** An {@link InformationEstimator} that tells how it chose. */
export interface AutomaticEstimator extends InformationEstimator {
  estimate(x: ArrayInput, y: ArrayInput, rng: Rng): Promise<AutomaticEstimate>;
}

export interface AutomaticOptions {
  /** Candidates besides the built-in ones: critics, say. They should err downwards, as held-out lower bounds do. */
  readonly also?: readonly InformationEstimator[];
}

/** Above this many dimensions of x and y together, nearest neighbours of whole vectors are too far to say much. */
const FEW = 10;
/** Features an estimate of their covariance bears: one in so many pairs. */
const PAIRS_A_FEATURE = 40;
/** Standard errors within which the Gaussian copula counts as agreeing. */
const AGREE = 2;

/**
 * An estimate by whichever of several estimators suits the data, chosen without knowing the truth.
 *
 * All candidates but one err downwards: a nearest-neighbour estimate in many dimensions, one of projections (data processing), a
 * held-out lower bound. So the largest is the nearest, but for its sampling error. The exception is the Gaussian copula, which errs
 * either way; it is chosen if it agrees with the largest of the others within two standard errors, as it is then the more precise.
 * The candidates are the copula, {@link heldOutGaussianEstimator}, which speaks for it in many dimensions, {@link ksgEstimator} in up to
 * ten dimensions, and {@link projectionEstimator} with monomials of degree 1 to 3 and radial features of order 1 to 3, as long as there
 * are 40 pairs a feature; and your own.
 *
 * Choosing the largest adds a little of their sampling errors: on independent data expect a few hundredths of a nat at 5,000 pairs.
 * Dependence that is spread over more than three projections and is not Gaussian is underestimated.
 *
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/math';
 * import { automaticEstimator } from '@latents/infotheory/samples';
 *
 * const rng = createRng(0);
 * const x = ndArray([2000, 1], rng.fillNormal(new Float64Array(2000)));
 * const y = ndArray([2000, 1], x.data.map((v) => Math.exp(0.75 * v + Math.sqrt(0.4375) * rng.normal())));
 * const { nats, chosen } = await automaticEstimator().estimate(x, y, rng);
 * chosen; // => 'Gaussian copula'
 * Math.abs(nats - 0.413339) < 0.1; // => true
 * ```
 * @throws RangeError, estimating, for fewer than 160 pairs, and for what {@link ksgEstimator} refuses.
 */
export function automaticEstimator(options: AutomaticOptions = {}): AutomaticEstimator {
  checkOptions('automaticEstimator(options)', options, ['also']);
  const { also = [] } = options;
  return {
    name: 'automatic',
    async estimate(x, y, rng) {
      const { x: p, y: q, n, dx, dy } = pairsOf('automaticEstimator.estimate(x, y)', x, y, rng, 160);
      const maps = [1, 2, 3].flatMap((order) => [monomials(order), radialFeatures(order)]);
      const others = [
        ...(dx + dy <= FEW ? [ksgEstimator()] : []),
        ...maps
          .filter(({ count }) => Math.max(count(dx), count(dy)) <= Math.max(dx, dy, n / PAIRS_A_FEATURE))
          .map((features) => projectionEstimator({ features })),
        ...(n >= 4 * Math.max(dx, dy) ? [heldOutGaussianEstimator()] : []),
        ...also,
      ];
      const candidates: Record<string, InformationEstimate> = {};
      for (const estimator of others) candidates[estimator.name] = await estimator.estimate(p, q, rng.split());
      const [largest, found] = Object.entries(candidates).reduce((a, b) => (b[1].nats > a[1].nats ? b : a));
      const copula = gaussianEstimator();
      let [chosen, estimate] = [largest, found];
      if (n >= 20 * (dx + dy + 1)) {
        const gaussian = await copula.estimate(p, q, rng.split());
        candidates[copula.name] = gaussian;
        const error = Math.hypot(gaussian.standardError, found.standardError);
        if (Math.abs(gaussian.nats - found.nats) <= AGREE * error) [chosen, estimate] = [copula.name, gaussian];
      }
      return { ...estimate, side: 'none', chosen, candidates };
    },
  };
}
