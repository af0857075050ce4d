import { type NdArray, softmaxInPlace, symmetricEigen } from '@latents/math';
import { type Source, sourceOf } from './source.js';

/** From which beta on a code is worth its rate. */
export interface CriticalBeta {
  /**
   * Below it the empty code is the global optimum: 1 / eta, with eta = sup over q(x) of KL(q(y) || p(y)) / KL(q(x) || p(x)). The
   * supremum is searched from several starts, so the true onset can only lie lower.
   */
  readonly onset: number;
  /**
   * From it on the empty code is not even a local optimum: 1 / rho^2, with rho the maximal correlation of X and Y. Never below the
   * onset; between the two, iterations that start near the empty code fall into it.
   */
  readonly instability: number;
}

/**
 * The critical beta of a joint table. Both are Infinity if X and Y are independent.
 *
 * @param joint p(x, y), `[|X|, |Y|]`.
 * @example
 * ```ts
 * import { criticalBeta, jointOf } from '@latents/infotheory/tables';
 *
 * criticalBeta(jointOf([[0.45, 0.05], [0.05, 0.45]])).onset; // => 1.5625
 * ```
 * @throws RangeError if `joint` is not a distribution of two variables, or has an empty row.
 * @see ERRATA E42; Anantharam et al. 2013; Wu, Fischer, Chuang & Tegmark 2019, "Learnability for the information bottleneck"
 */
export function criticalBeta(joint: NdArray): CriticalBeta {
  return criticalBetaOf(sourceOf('criticalBeta(joint)', joint));
}

export function criticalBetaOf(source: Source): CriticalBeta {
  const { pX } = source;
  const { correlation, direction } = maximalCorrelation(source);
  const squared = correlation ** 2;
  // Rounding leaves about 1e-16 of independent variables.
  if (squared < 1e-14) return { onset: Infinity, instability: Infinity };
  const starts = [
    ...corners(source),
    ...[1e-2, -1e-2].map((step) => pX.map((p, x) => p * Math.exp(step * direction[x]!))),
  ];
  let eta = squared;
  for (const start of starts) {
    const total = start.reduce((sum, q) => sum + q, 0);
    eta = Math.max(
      eta,
      climb(
        source,
        start.map((q) => q / total),
      ),
    );
  }
  return { onset: 1 / Math.min(1, eta), instability: 1 / Math.min(1, squared) };
}

const CORNERS = 16;

/** The most promising symbols, each softened so that the search can leave it: KL(p(y | x) || p(y)) / -log p(x) is largest. */
function corners({ n, m, pX, pY, channel }: Source): Float64Array[] {
  const ratio = pX.map((p, x) => {
    let kl = 0;
    for (let y = 0; y < m; y++) {
      const w = channel[x * m + y]!;
      if (w > 0) kl += w * Math.log(w / pY[y]!);
    }
    return n > 1 ? kl / -Math.log(p) : 0;
  });
  const order = [...ratio.keys()].sort((a, b) => ratio[b]! - ratio[a]!).slice(0, CORNERS);
  return order.map((best) => pX.map((p, x) => (x === best ? 1 : 0.05 * p)));
}

/**
 * Dinkelbach's method for the ratio: at its current value r, q is replaced by the maximiser of KL(q(y) || p(y)), linearised, minus
 * r KL(q(x) || p(x)), after which the ratio cannot be lower.
 */
function climb({ n, m, pX, pY, channel }: Source, start: Float64Array): number {
  const q = Float64Array.from(start);
  const logs = pX.map(Math.log);
  const logRatio = new Float64Array(m);
  let best = 0;
  for (let round = 0; round < 500; round++) {
    logRatio.fill(0);
    for (let x = 0, i = 0; x < n; x++) for (let y = 0; y < m; y++, i++) logRatio[y]! += q[x]! * channel[i]!;
    let above = 0;
    for (let y = 0; y < m; y++) {
      const p = logRatio[y]!;
      logRatio[y] = p > 0 ? Math.log(p / pY[y]!) : 0;
      above += p * logRatio[y]!;
    }
    let below = 0;
    for (let x = 0; x < n; x++) if (q[x]! > 0) below += q[x]! * Math.log(q[x]! / pX[x]!);
    // Both vanish as q nears p(x), where their ratio is the squared correlation.
    if (!(below > 1e-9)) return best;
    const ratio = above / below;
    if (ratio <= best * (1 + 1e-13)) return Math.max(best, ratio);
    best = ratio;
    for (let x = 0, i = 0; x < n; x++) {
      let score = 0;
      for (let y = 0; y < m; y++, i++) score += channel[i]! * logRatio[y]!;
      q[x] = logs[x]! + score / ratio;
    }
    softmaxInPlace(q);
  }
  return best;
}

/** Hirschfeld, Gebelein and Renyi's maximal correlation, and the function of x that attains it. */
function maximalCorrelation({ n, m, pX, pY, channel }: Source): { correlation: number; direction: Float64Array } {
  const normalised = (x: number, y: number) =>
    pY[y]! > 0 ? Math.sqrt(pX[x]!) * (channel[x * m + y]! / Math.sqrt(pY[y]!) - Math.sqrt(pY[y]!)) : 0;
  const gram = new Float64Array(m * m);
  for (let x = 0; x < n; x++) {
    for (let i = 0; i < m; i++) {
      const left = normalised(x, i);
      for (let j = 0; j < m; j++) gram[i * m + j]! += left * normalised(x, j);
    }
  }
  const { values, vectors } = symmetricEigen(gram, m);
  const direction = Float64Array.from({ length: n }, (_, x) => {
    let sum = 0;
    for (let y = 0; y < m; y++) sum += normalised(x, y) * vectors[0]![y]!;
    return sum / Math.sqrt(pX[x]!);
  });
  return { correlation: Math.sqrt(Math.max(0, values[0]!)), direction };
}
