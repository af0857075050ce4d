import { checkList } from '@latents/math';

/**
 * The entropy of the mean of n distributions, as the note estimates H(Z), and with its bias removed to first order.
 */
export interface SoftEntropy {
  /** -sum p log p of the mean p, in nats. Its expectation is at most the entropy: Jensen (ERRATA E48). */
  readonly plugIn: number;
  /** n plugIn - (n - 1) times the mean plug-in with one distribution left out. Its bias is of order 1 / n^2. */
  readonly jackknife: number;
  /** The mean p `[classes]`. */
  readonly marginal: Float64Array;
}

/**
 * Estimates the entropy of Z from P(z | y_i) of n independent y_i.
 *
 * @param probabilities `[n, classes]`, each row a distribution.
 * @throws RangeError unless there are at least two whole rows (one cannot be left out of one), each of finite probabilities >= 0 with
 * sum 1, to 1e-4.
 * @see Stratos section 4, H-hat of Z; ERRATA E48; Efron & Stein 1981
 */
export function softEntropy(probabilities: ArrayLike<number>, classes: number): SoftEntropy {
  checkList('softEntropy(probabilities, classes)', 'probabilities', probabilities);
  const n = probabilities.length / classes;
  if (!Number.isInteger(classes) || classes < 1 || !Number.isInteger(n) || n < 2) {
    throw new RangeError(
      `softEntropy(probabilities, classes): expected at least two rows of ${classes} probabilities, got ${probabilities.length} numbers.`,
    );
  }
  const sums = new Float64Array(classes);
  for (let row = 0; row < n; row++) {
    let total = 0;
    for (let z = 0, i = row * classes; z < classes; z++, i++) {
      const p = probabilities[i]!;
      sums[z]! += p;
      total += p >= 0 ? p : Number.NaN;
    }
    if (!(Math.abs(total - 1) < 1e-4)) {
      throw new RangeError(
        `softEntropy(probabilities, classes): expected rows of finite probabilities >= 0 with sum 1, got [${Array.from({ length: classes }, (_, z) => probabilities[row * classes + z])}] in row ${row}.`,
      );
    }
  }
  const marginal = sums.map((sum) => sum / n);
  const plugIn = marginal.reduce((total, p) => total - xlogx(p), 0);
  let without = 0;
  for (let i = 0; i < n; i++) {
    for (let z = 0; z < classes; z++) without -= xlogx((sums[z]! - probabilities[i * classes + z]!) / (n - 1));
  }
  return { plugIn, jackknife: n * plugIn - ((n - 1) * without) / n, marginal };
}

function xlogx(p: number): number {
  // Leaving one out by subtraction may leave -1e-17 of what was all of it.
  return p > 0 ? p * Math.log(p) : 0;
}
