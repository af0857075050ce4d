import {
  alphaDivergence,
  Categorical,
  chiSquared,
  componentKls,
  crossEntropy,
  type FDivergence,
  fDivergence,
  forwardKl,
  hasClosedKl,
  jensenShannon,
  klDivergence,
  MixtureSameFamily,
  matchingMixtureKl,
  monteCarloFDivergence,
  monteCarloJensenShannon,
  monteCarloKl,
  monteCarloKlEstimate,
  Normal,
  renyiDivergence,
  reverseKl,
  squaredHellinger,
  totalVariation,
  variationalMixtureKl,
} from '@latents/core';
import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { examplesOfFamilies, FAMILIES } from '../../../../packages/core/test/families/index.js';
import { type BackendCase, casesOf, read } from '../backend-case.js';

/** KL of a family to each family with a closed form. */
const klOf = (label: string): Record<string, tf.Tensor> => {
  const all = examplesOfFamilies();
  const q = all[label]!;
  const partners = Object.entries(all).filter(
    ([, p]) => String(p.eventShape) === String(q.eventShape) && p.family !== 'deterministic' && hasClosedKl(q, p),
  );
  return Object.fromEntries(partners.map(([name, p]) => [name, klDivergence(q, p)]));
};

const q = () => new Categorical({ logits: tf.tensor1d([0.2, -0.3, 1]) });
const p = () => new Categorical({ logits: tf.tensor1d([0.5, 0.1, -0.4]) });
const normals = () =>
  [new Normal({ loc: tf.scalar(0.3), scale: tf.scalar(1.2) }), new Normal({ loc: 0, scale: 1 })] as const;
const mixture = (loc: readonly number[]) =>
  new MixtureSameFamily({
    mixing: new Categorical({ logits: tf.tensor1d([0.2, -0.3]) }),
    components: new Normal({ loc: tf.tensor1d([...loc]), scale: tf.tensor1d([1, 0.5]) }),
  });
const F = {
  forwardKl,
  reverseKl,
  chiSquared,
  squaredHellinger,
  totalVariation,
  'alphaDivergence(2)': alphaDivergence(2),
};
const sampled = () => ({ samples: 40, rng: createRng(4) });
const expand = (normal: Normal, axis: number) =>
  new Normal({ loc: tf.expandDims(normal.loc, axis), scale: tf.expandDims(normal.scale(), axis) });

/** The value, and the gradient by the logits of q. */
function ofF(divergence: FDivergence): Record<string, tf.Tensor> {
  const slope = tf.grad((logits: tf.Tensor) => fDivergence(divergence, new Categorical({ logits }), p()));
  return { value: fDivergence(divergence, q(), p()), gradient: slope(tf.tensor1d([0.2, -0.3, 1])) };
}

/** Every divergence: KL in closed form for each family, the others between one pair. */
export const DIVERGENCE_CASES: readonly BackendCase[] = [
  ...FAMILIES.map(({ label }) => ({
    kind: 'Divergences',
    name: `klDivergence of ${label}`,
    run: () => read(() => klOf(label)),
  })),
  ...casesOf('Divergences', {
    ...Object.fromEntries(Object.entries(F).map(([name, f]) => [`fDivergence ${name}`, () => read(() => ofF(f))])),
    monteCarloFDivergence: () => read(() => ({ ...monteCarloFDivergence(forwardKl, ...normals(), sampled()) })),
    renyiDivergence: () => read(() => ({ value: renyiDivergence(0.5, q(), p()) })),
    jensenShannon: () => read(() => ({ value: jensenShannon(q(), p()) })),
    monteCarloJensenShannon: () => read(() => ({ ...monteCarloJensenShannon(...normals(), sampled()) })),
    crossEntropy: () => read(() => ({ value: crossEntropy(q(), p()) })),
    monteCarloKl: () => read(() => ({ value: monteCarloKl(...normals(), sampled()) })),
    monteCarloKlEstimate: () => read(() => ({ ...monteCarloKlEstimate(...normals(), sampled()) })),
    'matchingMixtureKl and variationalMixtureKl': () =>
      read(() => {
        const [one, other] = [mixture([0, 2]), mixture([0.5, 1])];
        const [across, own] = [componentKls(one, other, expand), componentKls(one, one, expand)];
        return {
          matching: matchingMixtureKl(one.mixing, other.mixing, across),
          variational: variationalMixtureKl(one.mixing, other.mixing, across, own),
        };
      }),
  }),
];
