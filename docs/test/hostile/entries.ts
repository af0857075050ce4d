import { createAutoencoder, createVae } from '@latents/autoencoders';
import {
  bernoulliNaiveBayes,
  gaussianNaiveBayes,
  LinearClassifier,
  linearDiscriminant,
  logisticRegression,
  quadraticDiscriminant,
  sharedGaussianNaiveBayes,
} from '@latents/classifiers';
import { dynamicBinarization, splitRows, thresholdBinarization, toUnitInterval } from '@latents/datasets';
import { pianoRollToMidi } from '@latents/datasets/midi';
import { probabilisticPca, ringMixture } from '@latents/datasets/synthetic';
import {
  CategoricalEmission,
  type CovarianceType,
  type Emission,
  GaussianEmission,
  gaussianMixture,
  gaussians,
  HiddenMarkovModel,
  initializeGaussianMixture,
  maximizeLikelihood,
  PoissonEmission,
} from '@latents/em';
import {
  coverage,
  createGan,
  frechetDistance,
  mixtureMetrics,
  precisionRecall,
  standardize,
  toUnitRange,
} from '@latents/gan';
import { binnedPlane, criticEstimator, infoNceMethod, noisyPlane, type PlaneMethod } from '@latents/infotheory';
import * as samples from '@latents/infotheory/samples';
import * as tables from '@latents/infotheory/tables';
import { createRng, ndArray, normalizeColumns, takeRows } from '@latents/math';
import { batches, type Model, train } from '@latents/training';
import { createVrnn } from '@latents/vrnn';
import * as tf from '@tensorflow/tfjs';
import { ROWS } from './tables.js';

/* Tables of any kind go through every entry, so their type says nothing. */
// biome-ignore lint/suspicious/noExplicitAny: the tests give what the types forbid.
export type Anything = any;

/** Calls with one table, and the numbers that come out. */
export type Entry = (x: Anything) => unknown;

const rng = () => createRng(5);
const other = ndArray([ROWS, 2], createRng(7).fillNormal(new Float64Array(ROWS * 2)));
const GOOD = { x: other, y: Array.from({ length: ROWS }, (_, i) => i % 2) };
const labels = (x: Anything) => Array.from({ length: x?.shape?.[0] > 0 ? x.shape[0] : ROWS }, (_, i) => i % 2);

async function trained(model: Model<never, object>, data: Anything, batchSize = 8): Promise<number[]> {
  const nats: number[] = [];
  try {
    const options = { steps: 2, batchSize: Math.min(batchSize, data?.shape?.[0] || batchSize), rng: rng() };
    for await (const reading of train(model as Anything, data, options)) nats.push(reading.nats);
  } finally {
    model.dispose();
  }
  return nats;
}

function vae(likelihood: Anything) {
  return createVae({ inputDim: 2, latentDim: 1, hidden: [3], likelihood, rng: rng() }) as unknown as Model<
    never,
    object
  >;
}

function mixture(x: Anything, covariance: CovarianceType, more: object = {}) {
  const start = initializeGaussianMixture(x, { components: 2, covariance, rng: rng() });
  const { model, objective } = maximizeLikelihood(start, x, { maxIterations: 50, ...more });
  return [objective, model.weights, model.means.data, model.covariances.data];
}

function chain(emission: Emission, x: Anything) {
  const transitions = ndArray([2, 2], Float64Array.of(0.9, 0.1, 0.1, 0.9));
  const start = new HiddenMarkovModel({ start: [0.5, 0.5], transitions, emission });
  const { model, objective } = maximizeLikelihood(start, [x], { maxIterations: 20 });
  return [objective, model.transitions.data, model.logProb(x), model.posterior(x).data];
}

function posteriors(fit: (data: Anything) => { probabilities(x: Anything): Float64Array }, x: Anything) {
  return fit({ x, y: labels(x) }).probabilities(ndArray([1, 2], Float64Array.of(0.1, 0.2)));
}

function regression(x: Anything, options: object) {
  const { classifier, objective, negativeLogLikelihood } = logisticRegression({ x, y: labels(x) }, options);
  return [classifier.weights, classifier.intercepts, objective, negativeLogLikelihood];
}

function estimated(estimator: samples.InformationEstimator): Entry {
  return async (x) => {
    const { nats, standardError } = await estimator.estimate(x, other, rng());
    return [nats, standardError];
  };
}

/** The rows as sequences of four, or as one sequence where their number does not allow it. */
function sequences({ shape, data }: Anything) {
  const [n = 1, ...rest] = shape ?? [];
  const steps = n % 4 === 0 && n > 0 ? 4 : n;
  const count = n === steps ? 1 : n / steps;
  return {
    x: { shape: [count, steps, ...rest], data },
    lengths: { shape: [count], data: new Int32Array(count).fill(steps) },
  };
}

/** The joint distribution with probabilities in proportion to |x|. A value that is not a table goes to `jointOf` unchanged. */
function joint(x: Anything) {
  const [n, d] = x?.shape ?? [];
  if (!(ArrayBuffer.isView(x?.data) && x.shape.length === 2 && n * d === x.data.length && d >= 0)) {
    return tables.jointOf(x);
  }
  const size = (value: Anything) => (typeof value === 'number' ? Math.abs(value) : value);
  return tables.jointOf(
    Array.from({ length: n }, (_, i) => Array.from({ length: d }, (_, j) => size(x.data[i * d + j]))),
  );
}

function plane(method: PlaneMethod, x: Anything) {
  const { rate, relevance } = method.point(x, labels(x));
  return [rate.estimate, relevance.estimate];
}

const pair = (x: Anything) => ({ covX: x, covY: x, covXY: x });

/** Every function that takes a table. */
export const ENTRIES: Readonly<Record<string, Entry>> = {
  // Models of networks
  'train(vae), normal with scale 1': (x) => trained(vae({ normal: 1 }), x),
  'train(vae), normal': (x) => trained(vae('normal'), x),
  'train(vae), bernoulli': (x) => trained(vae('bernoulli'), x),
  'train(autoencoder)': (x) =>
    trained(
      createAutoencoder({ inputDim: 2, latentDim: 1, hidden: [3], likelihood: { normal: 1 }, rng: rng() }) as Anything,
      x,
    ),
  'train(gan)': (x) => trained(createGan({ dataDim: 2, hidden: [3], rng: rng() } as Anything) as Anything, x),
  'train(vrnn)': (x) => {
    const model = createVrnn({ inputDim: 2, latentDim: 1, units: 3, emission: 'normal', rng: rng() });
    return trained(model as Anything, x && sequences(x));
  },
  'vae.elbo': (x) => {
    const model = createVae({ inputDim: 2, latentDim: 1, hidden: [3], likelihood: { normal: 1 }, rng: rng() });
    return tf.tidy(() => model.elbo(x, rng()).value.dataSync());
  },
  // Metrics of generators
  coverage: (x) => coverage(x, other),
  precisionRecall: (x) => Object.values(precisionRecall(x, other)),
  frechetDistance: (x) => frechetDistance(x, other),
  mixtureMetrics: (x) => Object.values(mixtureMetrics(x, { means: other, scale: 1 } as Anything)),
  // Gaussian mixtures
  'mixture, full': (x) => mixture(x, 'full'),
  'mixture, tied': (x) => mixture(x, 'tied'),
  'mixture, diagonal': (x) => mixture(x, 'diagonal'),
  'mixture, spherical': (x) => mixture(x, 'spherical'),
  'mixture, tied-diagonal': (x) => mixture(x, 'tied-diagonal'),
  'mixture, tied-spherical': (x) => mixture(x, 'tied-spherical'),
  'mixture, squarem': (x) => mixture(x, 'full', { acceleration: 'squarem' }),
  // Hidden Markov models
  'hmm, Gaussian': (x) => {
    const parameters = {
      means: ndArray([2, 2], Float64Array.of(0, 0, 1, 1)),
      covariances: ndArray([2, 2], Float64Array.of(1, 1, 1, 1)),
      covariance: 'diagonal',
    } as const;
    return chain(new GaussianEmission(gaussians(parameters)), x);
  },
  'hmm, Poisson': (x) => chain(new PoissonEmission(ndArray([2, 2], Float64Array.of(1, 1, 2, 3))), x),
  'hmm, categorical': (x) => chain(new CategoricalEmission(ndArray([2, 2], Float64Array.of(0.8, 0.2, 0.2, 0.8))), x),
  gaussians: (x) => gaussians({ means: x, covariances: other, covariance: 'diagonal' }).means().data,
  PoissonEmission: (x) => new PoissonEmission(x).rates,
  CategoricalEmission: (x) => new CategoricalEmission(x).probabilities,
  'mixture.logProb and posterior': (x) => {
    const two = ndArray([2, 2], Float64Array.of(0, 1, 2, 3));
    const mixture = gaussianMixture({
      weights: [0.5, 0.5],
      means: two,
      covariances: ndArray([2, 2], Float64Array.of(1, 1, 1, 1)),
      covariance: 'diagonal',
    });
    return [mixture.logProb(x).map(Math.exp), mixture.posterior(x).data, mixture.predict(x)];
  },
  // Classifiers
  'LinearClassifier.probabilities': (x) =>
    new LinearClassifier(2, Float64Array.of(1, 2), Float64Array.of(0.5)).probabilities(x),
  logisticRegression: (x) => regression(x, {}),
  'logisticRegression, l2': (x) => regression(x, { l2: 1 }),
  'logisticRegression, l1': (x) => regression(x, { l1: 1 }),
  'logisticRegression, lbfgs': (x) => regression(x, { solver: 'lbfgs' }),
  linearDiscriminant: (x) => posteriors(linearDiscriminant, x),
  'linearDiscriminant, probabilities': (x) => linearDiscriminant(GOOD).probabilities(x),
  'quadraticDiscriminant, probabilities': (x) => quadraticDiscriminant(GOOD).probabilities(x),
  'bernoulliNaiveBayes, probabilities': (x) =>
    bernoulliNaiveBayes({ x: ndArray([2, 2], Float64Array.of(0, 1, 1, 1)), y: [0, 1] }).probabilities(x),
  'linearDiscriminant, toLinear': (x) => {
    const { weights, intercepts } = linearDiscriminant({ x, y: labels(x) }).toLinear();
    return [weights, intercepts];
  },
  quadraticDiscriminant: (x) => posteriors(quadraticDiscriminant, x),
  gaussianNaiveBayes: (x) => posteriors(gaussianNaiveBayes, x),
  sharedGaussianNaiveBayes: (x) => posteriors(sharedGaussianNaiveBayes, x),
  bernoulliNaiveBayes: (x) => bernoulliNaiveBayes({ x, y: labels(x) }).logPrior,
  // Information from samples
  ksgMutualInformation: (x) => samples.ksgMutualInformation(x, other),
  nearestNeighbourEntropy: (x) => samples.nearestNeighbourEntropy(x),
  nearestNeighbourKl: (x) => samples.nearestNeighbourKl(x, other),
  ksgEstimator: estimated(samples.ksgEstimator({ k: 1 })),
  'ksgEstimator, no preprocessing': estimated(samples.ksgEstimator({ k: 1, preprocess: 'none' })),
  gaussianEstimator: (x) => estimated(samples.gaussianEstimator())(x),
  'gaussianEstimator, no preprocessing': (x) => estimated(samples.gaussianEstimator({ preprocess: 'none' }))(x),
  histogramEstimator: (x) => estimated(samples.histogramEstimator())(x),
  projectionEstimator: (x) => estimated(samples.projectionEstimator())(x),
  heldOutGaussianEstimator: (x) => estimated(samples.heldOutGaussianEstimator())(x),
  automaticEstimator: (x) => estimated(samples.automaticEstimator())(x),
  'criticEstimator, infoNce': (x) =>
    estimated(criticEstimator({ method: infoNceMethod, steps: 2, batchSize: 4 } as Anything))(x),
  KdTree: (x) => new samples.KdTree(x?.data ?? x, 2, 'maximum').distanceToNeighbour([0, 0], 1, -1),
  'binnedPlane.point': (x) => plane(binnedPlane({ width: 0.5 }), x),
  'noisyPlane.point': (x) => plane(noisyPlane({ deviation: 0.5 }), x),
  normalScores: (x) => samples.normalScores(x).data,
  discreteEntropy: (x) => samples.discreteEntropy(x?.data ?? x, 'jackknife'),
  // Information of tables
  jointOf: (x) => joint(x).data,
  relativeEntropy: (x) => tables.relativeEntropy(x?.data ?? x, x?.data ?? x),
  clusterAgreement: (x) => Object.values(tables.clusterAgreement(x?.data ?? x, x?.data ?? x)),
  softEntropy: (x) => Object.values(tables.softEntropy(x?.data ?? x, 2)),
  bottleneckCurve: (x) =>
    tables
      .bottleneckCurve(joint(x), { betas: [1, 2, 10], rng: rng() })
      .codes.map(({ relevance }: Anything) => relevance),
  mutualInformation: (x) => tables.mutualInformation(x),
  entropy: (x) => tables.entropy(x),
  informationBottleneck: (x) => {
    const { rate, relevance } = tables.informationBottleneck(joint(x), {
      beta: 5,
      codewords: 2,
      rng: rng(),
    } as Anything);
    return [rate, relevance];
  },
  'informationBottleneck, no joint': (x) =>
    tables.informationBottleneck(x, { beta: 2, codewords: 2, rng: rng() } as Anything).relevance,
  // 1 / onset, as independent variables have an onset of Infinity.
  criticalBeta: (x) => 1 / tables.criticalBeta(joint(x)).onset,
  agglomerativeBottleneck: (x) => tables.agglomerativeBottleneck(joint(x)).merges.map(({ cost }) => cost),
  gaussianBottleneck: (x) => tables.gaussianBottleneck(pair(x), { beta: 3 }).relevance,
  // Arrays
  takeRows: (x) => takeRows(x, [0, 1]).data,
  standardize: (x) => Object.values(standardize(x)),
  toUnitRange: (x) => Object.values(toUnitRange(x)),
  normalizeColumns: (x) => normalizeColumns(x, { loc: [0, 0], scale: [1, 1] }).data,
  probabilisticPca: (x) => {
    const { weights, bias, scale } = probabilisticPca(x, { latentDim: 1 });
    return [weights.flat(), bias, scale];
  },
  'ringMixture().logDensity': (x) => ringMixture().logDensity(x).map(Math.exp),
  toUnitInterval: (x) => toUnitInterval(x).data,
  thresholdBinarization: (x) => thresholdBinarization(x).data,
  dynamicBinarization: (x) => dynamicBinarization(x, rng()).data,
  pianoRollToMidi: (x) => pianoRollToMidi(x),
  ndArray: (x) => ndArray(x?.shape, x?.data).data,
  splitRows: (x) => splitRows(x, { validation: 2, rng: rng() }).train.data,
  batches: (x) => batches<Anything, Anything>(x, { size: 1, rng: rng() }).at(0).batch.data,
};
