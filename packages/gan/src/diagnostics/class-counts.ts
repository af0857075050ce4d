/** Counts of generated examples by class. */
export interface ClassCounts {
  /** Number of examples per class. */
  readonly counts: readonly number[];
  /** Number of classes with at least one example. */
  readonly modes: number;
  /** KL(classes of generated examples, classes of the data), in nats: the reverse KL of modes. */
  readonly reverseKl: number;
}

/**
 * Counts modes by a classifier's labels, as the stacked-MNIST experiments do. It says what the classifier sees: an example that is no
 * digit at all has a label too.
 *
 * @param labels Of generated examples, from 0.
 * @param data The share of each class in the data, or how many classes there are, all alike.
 * @example
 * ```ts
 * import { classCounts } from '@latents/gan';
 *
 * classCounts([0, 0, 2, 2], 4).modes; // => 2
 * classCounts([0, 0, 2, 2], 4).reverseKl; // => 0.6931472
 * ```
 * @throws RangeError for no labels, labels that are no classes, or shares that are no distribution.
 * @see Srivastava et al. 2017, section 4.2; Lin et al. 2018, section 4.2
 */
export function classCounts(labels: ArrayLike<number>, data: number | readonly number[]): ClassCounts {
  const where = 'classCounts(labels, data)';
  if (typeof data === 'number' && !(Number.isInteger(data) && data > 0)) {
    throw new RangeError(`${where}: expected a positive number of classes, got ${data}.`);
  }
  const shares = typeof data === 'number' ? Array.from({ length: data }, () => 1 / data) : data;
  const total = shares.reduce((sum, p) => sum + p, 0);
  if (!shares.every((p) => p >= 0) || Math.abs(total - 1) > 1e-6) {
    throw new RangeError(`${where}: expected shares that are >= 0 and sum to 1, got [${shares}].`);
  }
  if (labels.length === 0) throw new RangeError(`${where}: expected at least one label, got none.`);
  const counts = new Array<number>(shares.length).fill(0);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= shares.length) {
      throw new RangeError(`${where}: expected labels from 0 to ${shares.length - 1}, got ${label} at ${i}.`);
    }
    counts[label]!++;
  }
  const reverseKl = counts.reduce(
    (sum, n, k) => (n === 0 ? sum : sum + (n / labels.length) * Math.log(n / labels.length / shares[k]!)),
    0,
  );
  return { counts, modes: counts.filter((n) => n > 0).length, reverseKl };
}
