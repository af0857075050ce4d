import {
  gaussianNaiveBayes,
  linearDiscriminant,
  logisticRegression,
  quadraticDiscriminant,
  sharedGaussianNaiveBayes,
} from '@latents/classifiers';
import { probabilisticPca } from '@latents/datasets/synthetic';
import {
  type CovarianceType,
  GaussianEmission,
  HiddenMarkovModel,
  initializeGaussianMixture,
  maximizeLikelihood,
} from '@latents/em';
import { coverage, frechetDistance, precisionRecall } from '@latents/gan';
import { conditionalEstimator, cotrainEstimator, criticEstimator, infoNceMethod } from '@latents/infotheory';
import * as samples from '@latents/infotheory/samples';
import * as tables from '@latents/infotheory/tables';
import { column as columnOf, columnStandardDeviations, createRng, type NdArray, ndArray } from '@latents/math';

const ROWS = 240;
const noise = createRng(3);

/** Two columns in two groups. */
export const GROUPS = Float64Array.from({ length: 2 * ROWS }, (_, i) => noise.normal() + 4 * (Math.floor(i / 2) % 2));
/** Two columns that depend on those of `GROUPS`. */
export const PARTNER = GROUPS.map((value) => value + noise.normal());
const LABELS = Array.from({ length: ROWS }, (_, i) => (noise.uniform() < 0.8 ? i % 2 : 1 - (i % 2)));

/** A change of units: `scales[j] value + offsets[j]` for each column j. */
export interface Units {
  readonly scales: readonly [number, number];
  readonly offsets: readonly [number, number];
}

/** Returns rows of two columns in other units. */
export function inUnits(data: Float64Array, { scales, offsets }: Units): NdArray<Float64Array> {
  return ndArray(
    [data.length / 2, 2],
    data.map((value, i) => value * scales[i % 2]! + offsets[i % 2]!),
  );
}

/** A number that a change of units must not change, once the law of the change is taken into account. */
export interface Law {
  /**
   * @param x Two columns in other units.
   * @param units The units.
   * @param y A second set of two columns, in the same units.
   */
  readonly of: (x: NdArray<Float64Array>, units: Units, y: NdArray<Float64Array>) => number | Promise<number>;
  /** Whether each column may have units of its own. */
  readonly byColumn: boolean;
  /** Error that the rounding of the answer's parts adds (default 0). */
  readonly rounding?: (units: Units) => number;
  /** Whether something is trained, which takes long: every third change is tried. */
  readonly trained?: boolean;
  /** Whether the answer is in squares of the units, which underflow and overflow where the numbers themselves do not. */
  readonly squared?: boolean;
}

function column(table: NdArray<Float64Array>, index: number): NdArray {
  return ndArray([table.shape[0]!, 1], columnOf(table, index));
}

const rng = () => createRng(5);
const partner = inUnits(PARTNER, { scales: [1, 1], offsets: [0, 0] });

/** The amount that a change of units adds to a mean log-density of rows. */
const logVolume = ({ scales }: Units) => Math.log(scales[0]) + Math.log(scales[1]);

function mixture(covariance: CovarianceType, acceleration: 'none' | 'squarem' = 'none'): Law {
  const of: Law['of'] = (x, units) => {
    const start = initializeGaussianMixture(x, { components: 2, covariance, rng: rng() });
    return maximizeLikelihood(start, x, { maxIterations: 200, acceleration }).objective + ROWS * logVolume(units);
  };
  return { of, byColumn: !covariance.endsWith('spherical') };
}

function classifier(fit: typeof quadraticDiscriminant | typeof linearDiscriminant): Law {
  const of: Law['of'] = (x) => {
    const fitted = fit({ x, y: LABELS });
    return fitted.probabilities(x).reduce((sum, p, i) => sum + p * ((i % 7) + 1), 0);
  };
  return { of, byColumn: true };
}

function regression(solver: 'newton' | 'lbfgs'): Law {
  return { of: (x) => logisticRegression({ x, y: LABELS }, { solver }).negativeLogLikelihood, byColumn: true };
}

function estimator(made: () => samples.InformationEstimator, traits: Omit<Law, 'of'> = { byColumn: true }): Law {
  return { of: async (x) => (await made().estimate(x, partner, rng())).nats, ...traits };
}

/** Counts have no offsets: their law holds for scales alone. */
function ofCounts(measure: (joint: NdArray) => number): Law {
  const of: Law['of'] = ({ data }, { offsets }) =>
    measure(
      tables.jointOf(Array.from({ length: 8 }, (_, i) => [0, 1].map((j) => Math.abs(data[2 * i + j]! - offsets[j]!)))),
    );
  return { of, byColumn: false };
}

/** Laws of the review, whose 18 by 18 checks `units.test.ts` counts. */
export const REVIEWED: Readonly<Record<string, Law>> = {
  'mixture, full': mixture('full'),
  'mixture, diagonal': mixture('diagonal'),
  'mixture, SQUAREM': mixture('full', 'squarem'),
  'logisticRegression, Newton': regression('newton'),
  'logisticRegression, L-BFGS': regression('lbfgs'),
  linearDiscriminant: classifier(linearDiscriminant),
  quadraticDiscriminant: classifier(quadraticDiscriminant),
  gaussianNaiveBayes: classifier(gaussianNaiveBayes),
  'linearDiscriminant.toLinear': {
    of: (x) =>
      linearDiscriminant({ x, y: LABELS })
        .toLinear()
        .scores(ndArray([1, 2], x.data.slice(0, 2)))[0]!,
    // The intercept cancels the weights, of the order of 1, times the offset.
    rounding: ({ offsets, scales }) => 16 * 2 ** -53 * Math.max(...offsets.map((o, j) => Math.abs(o / scales[j]!))),
    byColumn: true,
  },
  'ksgEstimator, no preprocessing': estimator(() => samples.ksgEstimator({ preprocess: 'none' }), { byColumn: false }),
  nearestNeighbourEntropy: { of: (x, units) => samples.nearestNeighbourEntropy(x) - logVolume(units), byColumn: false },
  nearestNeighbourKl: { of: (x, _, y) => samples.nearestNeighbourKl(x, y), byColumn: false },
  gaussianEstimator: estimator(() => samples.gaussianEstimator()),
  'gaussianEstimator, no preprocessing': estimator(() => samples.gaussianEstimator({ preprocess: 'none' })),
  projectionEstimator: estimator(() => samples.projectionEstimator()),
  heldOutGaussianEstimator: estimator(() => samples.heldOutGaussianEstimator()),
  informationBottleneck: ofCounts((joint) => tables.informationBottleneck(joint, { beta: 20, rng: rng() }).relevance),
  mutualInformation: ofCounts(tables.mutualInformation),
};

const TRAINED = { byColumn: true, trained: true };
const SHORT = { steps: 4, batchSize: 16 };

/** Laws of whatever else takes data. */
export const OTHERS: Readonly<Record<string, Law>> = {
  'mixture, tied': mixture('tied'),
  'mixture, tied-diagonal': mixture('tied-diagonal'),
  'mixture, spherical': mixture('spherical'),
  'mixture, tied-spherical': mixture('tied-spherical'),
  'hidden Markov model': {
    of: (x, units) => {
      const { gaussians } = initializeGaussianMixture(x, { components: 2, rng: rng() });
      const transitions = ndArray([2, 2], Float64Array.of(0.6, 0.4, 0.4, 0.6));
      const start = new HiddenMarkovModel({
        start: [0.5, 0.5],
        transitions,
        emission: new GaussianEmission(gaussians),
      });
      return maximizeLikelihood(start, [x], { maxIterations: 30 }).objective + ROWS * logVolume(units);
    },
    byColumn: true,
  },
  sharedGaussianNaiveBayes: classifier(sharedGaussianNaiveBayes),
  ksgEstimator: estimator(() => samples.ksgEstimator()),
  histogramEstimator: {
    of: async (x) => (await samples.histogramEstimator().estimate(column(x, 1), column(partner, 1), rng())).nats,
    byColumn: true,
  },
  automaticEstimator: estimator(() => samples.automaticEstimator()),
  'criticEstimator, infoNce': estimator(() => criticEstimator({ method: infoNceMethod, ...SHORT }), TRAINED),
  'conditionalEstimator, difference of entropies': estimator(
    () => conditionalEstimator({ method: 'difference-of-entropies', ...SHORT }),
    TRAINED,
  ),
  'conditionalEstimator, barber-agakov': {
    // h(Y) in the units of Y.
    of: async (x, units) => {
      const entropy = 3 + logVolume(units);
      const made = conditionalEstimator({ method: 'barber-agakov', entropy, ...SHORT });
      return (await made.estimate(partner, x, rng())).nats;
    },
    // The mean of a column is rounded to the size of its offset.
    rounding: ({ offsets, scales }) => 4 * 2 ** -53 * Math.max(...offsets.map((o, j) => Math.abs(o / scales[j]!))),
    ...TRAINED,
  },
  cotrainEstimator: estimator(() => cotrainEstimator({ codewords: 2, hidden: [4], ...SHORT }), TRAINED),
  normalScores: {
    of: (x) => samples.normalScores(x).data.reduce((sum, v, i) => sum + v * ((i % 7) + 1), 0),
    byColumn: true,
  },
  coverage: { of: (x, _, y) => coverage(x, y), byColumn: false },
  precisionRecall: {
    of: (x, _, y) => {
      const { precision, recall } = precisionRecall(x, y);
      return precision + 10 * recall;
    },
    byColumn: false,
  },
  frechetDistance: {
    of: (x, { scales }, y) => frechetDistance(x, y) / scales[0] / scales[0],
    byColumn: false,
    squared: true,
  },
  probabilisticPca: { of: (x, { scales }) => probabilisticPca(x, { latentDim: 1 }).scale / scales[0], byColumn: false },
  gaussianBottleneck: {
    of: (_, { scales: [s, t] }) => {
      const covX = ndArray([2, 2], Float64Array.of(2 * s * s, 0.5 * s * t, 0.5 * s * t, 1 * t * t));
      const covXY = ndArray([2, 2], Float64Array.of(1 * s, 0.2 * s, 0.3 * t, 0.4 * t));
      const covY = ndArray([2, 2], Float64Array.of(1.5, 0.1, 0.1, 1));
      return tables.gaussianBottleneck({ covX, covY, covXY }, { beta: 5 }).relevance;
    },
    byColumn: true,
    squared: true,
  },
  columnStandardDeviations: {
    of: (x, { scales }) => columnStandardDeviations(x).reduce((sum, v, j) => sum + v / scales[j]!, 0),
    byColumn: true,
  },
  criticalBeta: ofCounts((joint) => tables.criticalBeta(joint).onset),
  agglomerativeBottleneck: ofCounts((joint) =>
    tables.agglomerativeBottleneck(joint).merges.reduce((sum, { cost }) => sum + cost, 0),
  ),
};
