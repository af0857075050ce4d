import { columnMeans, columnStandardDeviations, type NdArray, ndArray, takeRows } from '@latents/math';
import { logSumExp } from '@latents/math/special';
import { checkPairs, type InformationEstimator, pairsOf } from '../estimate.js';
import { normalScores } from '../normal-scores.js';
import { canonicalDirections } from './canonical-directions.js';

/** Correlations this much above those of noise are kept. */
const MARGIN = 1.1;

/**
 * A lower bound by the Gaussian copula: InfoNCE on one half of the pairs, all at once, with the density ratio of the copula that was
 * fitted to the other half for a critic, both ways. Nearly {@link gaussianEstimator}'s value if the dependence is Gaussian, in however
 * many dimensions; below the truth in any case. Canonical correlations within what noise reaches are left out.
 *
 * @throws RangeError, estimating, for fewer pairs than 64, or than four times the dimension of x or of y.
 * @see Poole et al. 2019, eq. 10; Wachter 1980, on the canonical correlations of noise
 */
export function heldOutGaussianEstimator(): InformationEstimator {
  return {
    name: 'Gaussian copula, held out',
    async estimate(x, y, rng) {
      const where = 'heldOutGaussianEstimator.estimate(x, y)';
      const { x: p, y: q, n, dx, dy } = pairsOf(where, x, y, rng, 64);
      checkPairs(where, n, 4 * Math.max(dx, dy));
      const [a, b] = [normalScores(p), normalScores(q)];
      const order = rng.permutation(n);
      const halves = [order.subarray(0, n >> 1), order.subarray(n >> 1)] as const;
      const rows: number[] = [];
      for (const fold of [0, 1] as const) {
        const [training, test] = [halves[fold], halves[1 - fold]!];
        const { a: ofX, b: ofY } = canonicalDirections(a, b, training, Math.min(dx, dy), rng);
        const pairs: Canonical[] = [];
        for (const [k, direction] of ofX.entries()) {
          const [fitX, fitY] = [project(a, training, direction), project(b, training, ofY[k]!)];
          const unit = standardise(fitY);
          const correlation = standardise(fitX).reduce((s, u, i) => s + u * unit[i]!, 0) / training.length;
          if (correlation ** 2 <= MARGIN * noiseEdge(dx / training.length, dy / training.length)) continue;
          pairs.push({
            u: standardise(project(a, test, direction), fitX),
            v: standardise(project(b, test, ofY[k]!), fitY),
            correlation,
          });
        }
        rows.push(...infoNceRows(pairs, test.length));
      }
      const nats = rows.reduce((s, v) => s + v, 0) / n;
      const squares = rows.reduce((s, v) => s + (v - nats) ** 2, 0);
      return {
        nats,
        side: 'lower',
        standardError: Math.sqrt(squares / (n - 1) / n),
        ceiling: Math.log(halves[1].length),
      };
    },
  };
}

interface Canonical {
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly correlation: number;
}

/** The largest squared canonical correlation of independent vectors, for dimensions per pair p and q, as n grows. */
function noiseEdge(p: number, q: number): number {
  return (Math.sqrt(p * (1 - q)) + Math.sqrt(q * (1 - p))) ** 2;
}

function project(points: NdArray, rows: Uint32Array, direction: Float64Array): Float64Array {
  const taken = takeRows(points, rows).data;
  const d = direction.length;
  return Float64Array.from(rows, (_, i) => direction.reduce((sum, w, j) => sum + w * taken[i * d + j]!, 0));
}

/** Returns `values` minus the mean and over the standard deviation of `by`. */
function standardise(values: Float64Array, by = values): Float64Array {
  const column = ndArray([by.length, 1], by);
  const [mean, scale] = [columnMeans(column)[0]!, columnStandardDeviations(column)[0]! || 1];
  return values.map((v) => (v - mean) / scale);
}

/** Of each row f(x_i, y_i) - log mean over j of exp f(x_j, y_i), f the log density ratio less what depends on y_i alone. */
function infoNceRows(pairs: readonly Canonical[], n: number): number[] {
  const ofX = new Float64Array(n);
  for (const { u, correlation: r } of pairs) {
    for (let j = 0; j < n; j++) ofX[j]! -= (r * r * u[j]! * u[j]!) / (2 * (1 - r * r));
  }
  const scores = new Float64Array(n);
  return Array.from({ length: n }, (_, i) => {
    scores.set(ofX);
    for (const { u, v, correlation: r } of pairs) {
      const slope = (r * v[i]!) / (1 - r * r);
      for (let j = 0; j < n; j++) scores[j]! += slope * u[j]!;
    }
    return scores[i]! - logSumExp(scores) + Math.log(n);
  });
}
