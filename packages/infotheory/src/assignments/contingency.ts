import { checkList } from '@latents/math';

/** How often each cluster met each label. */
export interface Contingency {
  /** `[clusters][labels]`, of the clusters and labels that occur. */
  readonly counts: readonly (readonly number[])[];
  readonly total: number;
}

/**
 * Counts pairs of cluster and label; both are renumbered by first appearance.
 *
 * @throws RangeError if the two differ in length, are empty, or hold anything but non-negative integers.
 */
export function contingency(where: string, clusters: ArrayLike<number>, labels: ArrayLike<number>): Contingency {
  for (const [name, list] of Object.entries({ clusters, labels })) checkList(where, name, list);
  if (clusters.length !== labels.length || clusters.length === 0) {
    throw new RangeError(
      `${where}: expected as many clusters as labels, at least one, got ${clusters.length} and ${labels.length}.`,
    );
  }
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  const counts: number[][] = [];
  for (let i = 0; i < clusters.length; i++) {
    const row = numberOf(where, rows, clusters[i]!, i);
    const column = numberOf(where, columns, labels[i]!, i);
    counts[row] ??= [];
    counts[row][column] = (counts[row][column] ?? 0) + 1;
  }
  return {
    counts: counts.map((row) => Array.from({ length: columns.size }, (_, j) => row[j] ?? 0)),
    total: clusters.length,
  };
}

function numberOf(where: string, known: Map<number, number>, value: number, i: number): number {
  if (!Number.isInteger(value) || value < 0) {
    throw new RangeError(`${where}: expected integers >= 0, got ${value} at index ${i}.`);
  }
  const number = known.get(value) ?? known.size;
  known.set(value, number);
  return number;
}
