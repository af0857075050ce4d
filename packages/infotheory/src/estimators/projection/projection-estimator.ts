import { checkOptions, checkPositiveInteger, type NdArray, ndArray, takeRows } from '@latents/math';
import { blockStandardError } from '../block-standard-error.js';
import { checkPairs, type InformationEstimator, pairsOf } from '../estimate.js';
import { ksgMutualInformation } from '../neighbours/nearest-neighbours.js';
import { normalScores } from '../normal-scores.js';
import { canonicalDirections } from './canonical-directions.js';
import { type FeatureMap, monomials } from './features.js';

export interface ProjectionOptions {
  /** In whose span the projections are sought (default {@link monomials} of degree 1: canonical correlation analysis). */
  readonly features?: FeatureMap;
  /** At most how many projections of x and of y (default 3); one is added as long as it raises the estimate. */
  readonly components?: number;
  /** Which neighbour, in the nearest-neighbour estimate of what the projections share (default 3). */
  readonly k?: number;
}

/**
 * What a few projections of x and y share, by {@link ksgEstimator}: projections lose information (data processing), so that the truth
 * is not below, and they are few, so that neighbours are near where those of the whole vectors are far. The projections are the
 * canonical variates of features of the coordinates' normal scores, found in one half of the pairs and measured in the other, both
 * ways; so what chance made correlate in one half is lost in the other.
 *
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/math';
 * import { monomials, projectionEstimator } from '@latents/infotheory/samples';
 *
 * const rng = createRng(0);
 * // In ten dimensions only |x_0| says anything of y.
 * const x = ndArray([1000, 10], rng.fillNormal(new Float64Array(10_000)));
 * const y = ndArray([1000, 1], Float64Array.from({ length: 1000 }, (_, i) => Math.abs(x.data[10 * i]!) + rng.normal() / 2));
 * const linear = await projectionEstimator().estimate(x, y, rng);
 * const quadratic = await projectionEstimator({ features: monomials(2) }).estimate(x, y, rng);
 * linear.nats < 0.2 && quadratic.nats > 0.3; // => true
 * ```
 * @throws RangeError unless components and k are positive integers. Estimating: also for fewer pairs than 40 (k + 1), than four times
 * the features of x or of y, or more than k copies of a projected pair.
 * @see Hotelling 1936; Kraskov, Stogbauer & Grassberger 2004
 */
export function projectionEstimator(options: ProjectionOptions = {}): InformationEstimator {
  checkOptions('projectionEstimator(options)', options, ['features', 'components', 'k']);
  const { features = monomials(1), components = 3, k = 3 } = options;
  for (const [name, value] of [
    ['components', components],
    ['k', k],
  ] as const) {
    checkPositiveInteger(`projectionEstimator({ ${name} })`, value);
  }
  return {
    name: `projections, ${features.name}`,
    async estimate(x, y, rng) {
      const where = 'projectionEstimator.estimate(x, y)';
      const { x: p, y: q, n, dx, dy } = pairsOf(where, x, y, rng, 40 * (k + 1));
      checkPairs(where, n, 4 * Math.max(features.count(dx), features.count(dy)));
      const [u, v] = [features.apply(normalScores(p)), features.apply(normalScores(q))];
      const order = rng.permutation(n);
      const halves = [order.subarray(0, n >> 1), order.subarray(n >> 1)] as const;
      const folds = ([0, 1] as const).map((fold) => {
        const { a, b } = canonicalDirections(u, v, halves[fold], components, rng);
        const rows = halves[1 - fold]!;
        return { a: projected(u, rows, a), b: projected(v, rows, b) };
      });
      const most = folds[0]!.a.shape[1]!;
      const measure = (a: NdArray, b: NdArray) => ksgMutualInformation(a, b, { k });
      let best = { nats: -Infinity, size: 0 };
      for (let size = 1; size <= most && best.size === size - 1; size++) {
        const nats = folds.reduce((sum, { a, b }) => sum + measure(leading(a, size), leading(b, size)) / 2, 0);
        if (nats > best.nats) best = { nats, size };
      }
      const errors = folds.map(({ a, b }) =>
        blockStandardError(leading(a, best.size), leading(b, best.size), rng, measure),
      );
      return {
        nats: best.nats,
        side: 'none',
        standardError: Math.hypot(...errors) / 2,
        ceiling: Infinity,
      };
    },
  };
}

/** Normal scores of the projections of some rows, `[rows, directions]`. */
function projected(features: NdArray, rows: Uint32Array, directions: readonly Float64Array[]): NdArray {
  const size = features.shape[1]!;
  const width = directions.length;
  const taken = takeRows(features, rows).data;
  const out = new Float64Array(rows.length * width);
  directions.forEach((direction, c) => {
    for (let i = 0; i < rows.length; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += taken[i * size + j]! * direction[j]!;
      out[i * width + c] = sum;
    }
  });
  return normalScores(ndArray([rows.length, width], out));
}

/** The first columns. */
function leading({ shape, data }: NdArray, size: number): NdArray {
  const [n, width] = shape as [number, number];
  return ndArray(
    [n, size],
    Float64Array.from({ length: n * size }, (_, i) => data[Math.floor(i / size) * width + (i % size)]!),
  );
}
