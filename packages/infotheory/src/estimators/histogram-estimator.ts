import { checkInteger, checkOptions, type NdArray, ndArray } from '@latents/math';
import { blockStandardError } from './block-standard-error.js';
import { discreteEntropy } from './discrete-entropy.js';
import { type InformationEstimator, pairsOf } from './estimate.js';

export interface HistogramOptions {
  /** How many equally filled bins each of x and y is cut into. Default: the cube root of the number of pairs. */
  readonly bins?: number;
}

/**
 * The mutual information of x and y cut into equally filled bins, with the Miller-Madow correction. Cutting loses information, so
 * that without sampling error it is too low; in more than one dimension there are too many bins to fill, and it is refused.
 *
 * @throws RangeError unless `bins` is an integer of at least 2. Estimating: also unless x and y are `[n, 1]` with 40 pairs or more.
 * @see Cover & Thomas 2006, section 8.3; Miller 1955
 */
export function histogramEstimator(options: HistogramOptions = {}): InformationEstimator {
  checkOptions('histogramEstimator(options)', options, ['bins']);
  const { bins } = options;
  if (bins !== undefined) checkInteger('histogramEstimator({ bins })', bins, 2);
  return {
    name: 'histogram',
    async estimate(x, y, rng) {
      const where = 'histogramEstimator.estimate(x, y)';
      const { x: p, y: q, n, dx, dy } = pairsOf(where, x, y, rng, 40);
      if (dx !== 1 || dy !== 1) {
        throw new RangeError(`${where}: expected x [n, 1] and y [n, 1], got [${p.shape}] and [${q.shape}].`);
      }
      const cuts = bins ?? Math.max(2, Math.round(Math.cbrt(n)));
      const [a, b] = [binned(p, cuts), binned(q, cuts)];
      return {
        nats: ofBins(a, b, cuts),
        side: 'none',
        standardError: blockStandardError(a, b, rng, (u, v) => ofBins(u, v, cuts)),
        ceiling: Math.log(cuts),
      };
    },
  };
}

/** The bin of each value, by rank; equal values go together, by their mean rank. */
function binned({ data, shape }: NdArray, bins: number): NdArray<Int32Array> {
  const n = data.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((i, j) => data[i]! - data[j]!);
  const out = new Int32Array(n);
  for (let from = 0; from < n; ) {
    let to = from + 1;
    while (to < n && data[order[to]!] === data[order[from]!]) to++;
    const bin = Math.floor((((from + to) / 2) * bins) / n);
    for (; from < to; from++) out[order[from]!] = bin;
  }
  return ndArray([...shape], out);
}

function ofBins(x: NdArray, y: NdArray, bins: number): number {
  const joint = new Float64Array(bins * bins);
  const [ofX, ofY] = [new Float64Array(bins), new Float64Array(bins)];
  for (let i = 0; i < x.data.length; i++) {
    joint[x.data[i]! * bins + y.data[i]!]! += 1;
    ofX[x.data[i]!]! += 1;
    ofY[y.data[i]!]! += 1;
  }
  const entropy = (counts: Float64Array) => discreteEntropy(counts, 'miller-madow');
  // The correction may pass what so many bins can tell.
  return Math.min(Math.log(bins), entropy(ofX) + entropy(ofY) - entropy(joint));
}
