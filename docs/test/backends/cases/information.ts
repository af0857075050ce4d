import {
  type CriticMethod,
  conditionalEstimator,
  cotrainEstimator,
  createDeepBottleneck,
  createInfoCotrain,
  createWordCotrain,
  criticEstimator,
  infoNceMethod,
  interpolatedMethod,
  jensenShannonMethod,
  mineMethod,
  nwjMethod,
  smileMethod,
  tubaMethod,
  vocabularyOf,
  wordsInContext,
} from '@latents/infotheory';
import { createRng, ndArray } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { adam, type BackendCase, batchesOf, casesOf, normals, trained } from '../backend-case.js';

const x = () => normals(80, 1);
const y = () =>
  ndArray(
    [80, 1],
    x().data.map((value, i) => 0.8 * value + 0.6 * normals(80, 1, 29).data[i]!),
  );
const classes = () =>
  ndArray(
    [80],
    Int32Array.from({ length: 80 }, (_, i) => Number(x().data[i]! > 0)),
  );
const training = { steps: 3, learningRate: 1e-2, batchSize: 12 };
const METHODS: Readonly<Record<string, CriticMethod>> = {
  infoNceMethod,
  nwjMethod,
  mineMethod,
  jensenShannonMethod,
  smileMethod: smileMethod(5),
  tubaMethod,
  interpolatedMethod: interpolatedMethod(0.5),
};

interface Estimator {
  estimate(x: ReturnType<typeof normals>, y: ReturnType<typeof normals>, rng: ReturnType<typeof createRng>): unknown;
}
const estimate =
  (make: () => Estimator): BackendCase['run'] =>
  async () => {
    const { nats } = (await make().estimate(x(), y() as never, createRng(3))) as { nats: number };
    return { nats: [nats] };
  };

const sentences = [
  ['we', 'saw', 'it', 'run'],
  ['we', 'ran', 'a'],
];

/** Models and estimators of information. */
export const INFORMATION_CASES: readonly BackendCase[] = casesOf('Information', {
  ...Object.fromEntries(
    Object.entries(METHODS).map(([name, method]) => [
      `criticEstimator, ${name}`,
      estimate(() => criticEstimator({ method, ...training }) as never),
    ]),
  ),
  ...Object.fromEntries(
    (['barber-agakov', 'difference-of-entropies', 'club', 'leave-one-out'] as const).map((method) => [
      `conditionalEstimator, ${method}`,
      estimate(() => conditionalEstimator({ method, hidden: [6], ...training } as never) as never),
    ]),
  ),
  cotrainEstimator: estimate(() => cotrainEstimator({ codewords: 4, steps: 3, learningRate: 1e-2 }) as never),
  createDeepBottleneck: trained({
    make: () =>
      createDeepBottleneck({
        inputDim: 1,
        codeDim: 2,
        hidden: [8],
        decoderHidden: [6],
        marginal: 'learned',
        target: { categorical: 2 },
        rng: createRng(1),
      }),
    data: () => batchesOf({ x: x(), y: classes() }, 15),
    options: () => ({ optimizer: adam(), beta: 0.01 }),
    outputs: (model) => {
      const batch = { x: tf.tensor2d(x().data as Float32Array, [80, 1]), y: tf.tensor1d(classes().data, 'int32') };
      return { bound: model.bound(batch, createRng(2)).value };
    },
  }),
  createInfoCotrain: trained({
    make: () => createInfoCotrain({ xDim: 1, yDim: 1, codewords: 4, hidden: [8], rng: createRng(1) }),
    data: () => batchesOf({ x: x(), y: y() }, 16),
    options: () => ({ psi: { optimizer: adam() }, phi: { optimizer: adam() } }),
  }),
  'createInfoCotrain, odd batch': trained({
    make: () => createInfoCotrain({ xDim: 1, yDim: 1, codewords: 4, hidden: [8], rng: createRng(1) }),
    data: () => batchesOf({ x: x(), y: y() }, 5),
    options: () => ({ psi: { optimizer: adam() }, phi: { optimizer: adam() } }),
  }),
  createWordCotrain: trained({
    make: () =>
      createWordCotrain({
        vocabulary: vocabularyOf(sentences),
        dim: 3,
        units: 2,
        width: 1,
        codewords: 3,
        rng: createRng(1),
      }),
    data: () => batchesOf(wordsInContext(sentences, vocabularyOf(sentences), 1) as never, 4) as never,
    options: () => ({ psi: { optimizer: adam() }, phi: { optimizer: adam() } }),
    steps: 2,
  }),
});
