import { entropyOf } from '../measures/entropy.js';
import { contingency } from './contingency.js';
import { maximumMatching } from './maximum-matching.js';

/** How well clusters agree with labels, each from 0 to 1. */
export interface ClusterAgreement {
  /** The accuracy when each cluster stands for its most frequent label. It rises with the number of clusters. */
  readonly manyToOne: number;
  /** The accuracy under the best matching of clusters with labels, one to one (by the Hungarian algorithm). */
  readonly oneToOne: number;
  /** 1 - H(label | cluster) / H(label). */
  readonly homogeneity: number;
  /** 1 - H(cluster | label) / H(cluster). */
  readonly completeness: number;
  /** The harmonic mean of homogeneity and completeness, which is I / the mean of the two entropies. */
  readonly vMeasure: number;
  /** I / sqrt(H(cluster) H(label)). */
  readonly normalizedInformation: number;
}

/**
 * Compares a clustering with labels. A constant side has no entropy to share: what would be 0 / 0 is then 1 if both are constant, as
 * they agree, and the shared information is 0 otherwise.
 *
 * @param clusters Non-negative integers, one an example; the numbers themselves mean nothing.
 * @param labels As many.
 * @example
 * ```ts
 * import { clusterAgreement } from '@latents/infotheory/tables';
 *
 * clusterAgreement([0, 0, 1, 1, 2, 2], [7, 7, 7, 3, 3, 3]).manyToOne; // => 5 / 6
 * clusterAgreement([0, 0, 1, 1, 2, 2], [7, 7, 7, 3, 3, 3]).oneToOne; // => 4 / 6
 * ```
 * @throws RangeError if the two differ in length, are empty, or hold anything but non-negative integers.
 * @see Rosenberg & Hirschberg 2007, "V-measure"; Johnson 2007, section 4, on the two accuracies
 */
export function clusterAgreement(clusters: ArrayLike<number>, labels: ArrayLike<number>): ClusterAgreement {
  const { counts, total } = contingency('clusterAgreement(clusters, labels)', clusters, labels);
  const joint = counts.flat().map((count) => count / total);
  const ofCluster = entropyOf(counts.map((row) => row.reduce((a, b) => a + b) / total));
  const ofLabel = entropyOf(counts[0]!.map((_, j) => counts.reduce((sum, row) => sum + row[j]!, 0) / total));
  const shared = Math.max(0, ofCluster + ofLabel - entropyOf(joint));
  const share = (of: number) => (of > 0 ? Math.min(1, shared / of) : 1);
  const [homogeneity, completeness] = [share(ofLabel), share(ofCluster)];
  const sum = homogeneity + completeness;
  return {
    manyToOne: counts.reduce((hits, row) => hits + Math.max(...row), 0) / total,
    oneToOne: maximumMatching(counts) / total,
    homogeneity,
    completeness,
    vMeasure: sum > 0 ? (2 * homogeneity * completeness) / sum : 0,
    normalizedInformation:
      ofCluster > 0 && ofLabel > 0
        ? Math.min(1, shared / Math.sqrt(ofCluster * ofLabel))
        : ofCluster === ofLabel
          ? 1
          : 0,
  };
}
