import { correlatedGaussian } from '@latents/datasets/synthetic';
import {
  automaticEstimator,
  type CriticOptions,
  conditionalEstimator,
  cotrainEstimator,
  criticEstimator,
  gaussianEstimator,
  heldOutGaussianEstimator,
  histogramEstimator,
  type InformationEstimate,
  infoNceMethod,
  ksgEstimator,
  projectionEstimator,
  separableCritic,
} from '@latents/infotheory';
import type { NdArray, Rng } from '@latents/math';
import { useBackend } from '@latents/testing';
import { describeChecks, describeMembers, failedChecks } from '@latents/testing/plain';
import { beforeAll, describe, expect, it } from 'vitest';
import { type EstimatorCases, estimatorChecks } from './estimator-checks.js';

beforeAll(() => useBackend('wasm'));

const source = correlatedGaussian({ dim: 1, correlation: 0.75 });
const truth = source.mutualInformation;
const critic = (options: CriticOptions) => separableCritic({ ...options, hidden: [24], embedding: 8 });
const training = { steps: 100, learningRate: 2e-2, batchSize: 64 };
const closed = { source, pairs: 2000, side: 'none', leaves: 'the number' } as const;
const trained = { source, pairs: 2000, leaves: 'the expectation', least: 64 } as const;

const ESTIMATORS: Readonly<Record<string, EstimatorCases>> = {
  ksgEstimator: { ...closed, estimator: ksgEstimator(), bias: [0.01, 0.01], least: 40 },
  gaussianEstimator: { ...closed, estimator: gaussianEstimator(), bias: [0.001, 0.001], least: 60 },
  'gaussianEstimator of plain values': {
    ...closed,
    estimator: gaussianEstimator({ preprocess: 'none' }),
    bias: [0.001, 0.001],
    least: 60,
  },
  histogramEstimator: { ...closed, estimator: histogramEstimator(), bias: [0.06, 0.06], least: 40 },
  heldOutGaussianEstimator: {
    ...closed,
    estimator: heldOutGaussianEstimator(),
    side: 'lower',
    bias: [0.01, 0],
    leaves: 'the expectation',
    least: 64,
  },
  projectionEstimator: {
    ...closed,
    estimator: projectionEstimator(),
    bias: [0.02, 0.02],
    leaves: 'the expectation',
    least: 160,
  },
  automaticEstimator: {
    ...closed,
    estimator: automaticEstimator(),
    // The largest of several estimates.
    bias: [0.01, 0.05],
    leaves: 'the expectation',
    least: 160,
  },
  criticEstimator: {
    ...trained,
    estimator: criticEstimator({ method: infoNceMethod, critic, ...training }),
    side: 'lower',
    bias: [0.2 * truth, 0],
  },
  conditionalEstimator: {
    ...trained,
    estimator: conditionalEstimator({ method: 'barber-agakov', hidden: [16], ...training }),
    side: 'lower',
    bias: [0.05, 0],
  },
  cotrainEstimator: {
    ...trained,
    estimator: cotrainEstimator({ codewords: 8, steps: 150, learningRate: 2e-2 }),
    side: 'lower',
    bias: [0.3 * truth, 0],
  },
};

describeMembers('estimators', {
  manifest: new URL('../../package.json', import.meta.url),
  types: ['InformationEstimator', 'AutomaticEstimator'],
  rows: Object.keys(ESTIMATORS),
});
for (const [name, cases] of Object.entries(ESTIMATORS)) describeChecks(name, estimatorChecks(cases));

// The suite must fail where an estimator is wrong.
describe('an estimator that is wrong', () => {
  const right = ESTIMATORS['gaussianEstimator']!;
  const { estimator } = right;
  const changed = (
    after: (estimate: InformationEstimate, x: NdArray, y: NdArray, rng: Rng) => InformationEstimate,
    other: Partial<EstimatorCases> = {},
  ) =>
    failedChecks(
      estimatorChecks({
        ...right,
        estimator: {
          name: estimator.name,
          estimate: async (x, y, rng) => after(await estimator.estimate(x, y, rng), x as NdArray, y as NdArray, rng),
        },
        ...other,
      }),
    );
  const plus = (estimate: InformationEstimate, by: number) => ({ ...estimate, nats: estimate.nats + by });

  it('passes nowhere by accident: the right one passes everywhere', async () => {
    expect(await changed((estimate) => estimate)).toEqual([]);
  });

  it.each<[string, Parameters<typeof changed>[0], RegExp]>([
    ['one in bits', (e) => ({ ...e, nats: e.nats / Math.LN2 }), /truth/],
    ['one that is 0.1 nats too high', (e) => plus(e, 0.1), /independent/],
    ['a side that is not its own', (e) => ({ ...e, side: 'upper' }), /side/],
    ['a ceiling that it passes', (e) => ({ ...e, ceiling: 0.1 }), /ceiling/],
    ['one that looks at the first row', (e, x) => plus(e, 1e-6 * x.data[0]!), /order/],
    [
      'one that depends on which view is x',
      (e, x) => plus(e, 1e-6 * Array.from(x.data).reduce((a, b) => a + b, 0)),
      /swap/,
    ],
    ['one that depends on units', (e, x) => plus(e, 1e-9 * Math.max(...Array.from(x.data))), /units/],
    ['draws without the seed', (e) => plus(e, 1e-6 * Math.random()), /same seed/],
    [
      'samples that are changed',
      (e, x) => {
        x.data[0] = 0;
        return e;
      },
      /left as they were/,
    ],
  ])('%s fails', async (_, after, which) => {
    expect(await changed(after)).toContainEqual(expect.stringMatching(which));
  });

  it('one that takes too few pairs fails', async () => {
    expect(await changed((estimate) => estimate, { least: right.least + 5 })).toContainEqual(
      expect.stringMatching(/refused/),
    );
  });
});
