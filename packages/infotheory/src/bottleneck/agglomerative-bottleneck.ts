import { checkInteger, type NdArray, ndArray } from '@latents/math';
import { jensenShannonOf } from '../measures/divergence.js';
import { sourceOf } from './source.js';

/** Two clusters that became one. */
export interface Merge {
  /** The clusters by number: 0 to |X| - 1 are the symbols, and the k-th merge (from 0) makes cluster |X| + k. */
  readonly merged: readonly [number, number];
  /** What the merge cost in I(Y; Z), in nats. */
  readonly cost: number;
  /** How many clusters are left. */
  readonly cardinality: number;
  /** I(Y; Z) that is left, in nats. */
  readonly relevance: number;
}

export interface AgglomerativeBottleneck {
  /** |X| - 1 merges, from all symbols apart to all in one. */
  readonly merges: readonly Merge[];
  /**
   * The cluster of each symbol, numbered from 0, once `cardinality` clusters are left: `[|X|]`.
   *
   * @throws RangeError unless `cardinality` is an integer from 1 to |X|.
   */
  labels(cardinality: number): NdArray<Int32Array>;
}

/**
 * The agglomerative information bottleneck: symbols of X are merged pair by pair, each time the two whose merger loses the least
 * information about Y, which is (p_i + p_j) times the Jensen-Shannon divergence of their p(y). Greedy: a hard clustering for
 * every size, none of them certainly the best.
 *
 * @param joint p(x, y), `[|X|, |Y|]`.
 * @example
 * ```ts
 * import { agglomerativeBottleneck, jointOf } from '@latents/infotheory/tables';
 *
 * const tree = agglomerativeBottleneck(jointOf([[4, 0], [1, 9], [8, 0]]));
 * [...tree.labels(2).data]; // => [0, 1, 0]
 * tree.merges[0].cost; // => 0
 * ```
 * @throws RangeError if `joint` is not a distribution of two variables, or has an empty row.
 * @see Slonim & Tishby 1999, "Agglomerative information bottleneck"
 */
export function agglomerativeBottleneck(joint: NdArray): AgglomerativeBottleneck {
  const { n, m, pX, channel, information } = sourceOf('agglomerativeBottleneck(joint)', joint);
  let clusters: Cluster[] = Array.from(pX, (mass, x) => ({ name: x, mass, of: channel.slice(x * m, (x + 1) * m) }));
  const cost = (a: Cluster, b: Cluster) => (a.mass + b.mass) * jensenShannonOf(a.of, b.of, a.mass / (a.mass + b.mass));
  // The costs of pairs of living clusters by name: only those of the new cluster change.
  const costs = new Map<number, number>();
  const key = (a: Cluster, b: Cluster) => a.name * 2 * n + b.name;
  for (const [i, a] of clusters.entries()) for (const b of clusters.slice(i + 1)) costs.set(key(a, b), cost(a, b));
  const merges: Merge[] = [];
  let relevance = information;
  while (clusters.length > 1) {
    let best: [Cluster, Cluster] = [clusters[0]!, clusters[1]!];
    for (const [i, a] of clusters.entries()) {
      for (let j = i + 1; j < clusters.length; j++) {
        if (costs.get(key(a, clusters[j]!))! < costs.get(key(...best))!) best = [a, clusters[j]!];
      }
    }
    const [a, b] = best;
    const lost = costs.get(key(a, b))!;
    const merged = merge(a, b, n + merges.length);
    relevance = Math.max(0, relevance - lost);
    clusters = clusters.filter((cluster) => cluster !== a && cluster !== b);
    for (const other of clusters) costs.set(key(other, merged), cost(other, merged));
    clusters.push(merged);
    merges.push({ merged: [a.name, b.name], cost: lost, cardinality: clusters.length, relevance });
  }
  return { merges, labels: (cardinality) => labelsOf(merges, n, cardinality) };
}

interface Cluster {
  readonly name: number;
  readonly mass: number;
  /** p(y | cluster). */
  readonly of: Float64Array;
}

function merge(a: Cluster, b: Cluster, name: number): Cluster {
  const mass = a.mass + b.mass;
  return { name, mass, of: a.of.map((p, y) => (a.mass * p + b.mass * b.of[y]!) / mass) };
}

function labelsOf(merges: readonly Merge[], n: number, cardinality: number): NdArray<Int32Array> {
  checkInteger('bottleneck.labels(cardinality)', cardinality, 1, n);
  const parent = new Map<number, number>();
  for (const [k, { merged }] of merges.slice(0, n - cardinality).entries()) {
    for (const child of merged) parent.set(child, n + k);
  }
  const rootOf = (cluster: number): number => (parent.has(cluster) ? rootOf(parent.get(cluster)!) : cluster);
  const seen: number[] = [];
  const labels = Int32Array.from({ length: n }, (_, x) => {
    const root = rootOf(x);
    const known = seen.indexOf(root);
    return known >= 0 ? known : seen.push(root) - 1;
  });
  return ndArray([n], labels);
}
