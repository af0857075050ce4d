import {
  categoricalCode,
  createGan,
  createInfoGan,
  fGan,
  type Gan,
  type GanObjective,
  type GanOptions,
  type GanPlayersOptions,
  gaussianCode,
  gaussianNoise,
  gradientPenalty,
  hinge,
  jensenShannonBound,
  leastSquares,
  minimax,
  nonSaturating,
  r1,
  r2,
  relativistic,
  standardize,
  uniformCode,
  wasserstein,
} from '@latents/gan';
import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { adam, type BackendCase, batchesOf, casesOf, lend, normals, trained } from '../backend-case.js';

const points = () => normals(32, 2);
/** Odd, as the last batch of an epoch may be. */
const data = () => batchesOf(points(), 15);
/** For games that cut a batch in two. */
const even = () => batchesOf(points(), 14);
const small = (options: Partial<GanOptions> = {}) =>
  createGan({ dataDim: 2, hidden: [8], rng: createRng(1), ...options });

const gan = (make: () => Gan, options: () => GanPlayersOptions = () => ({}), batches = data) =>
  trained({
    make,
    data: batches,
    options: () => {
      const given = options();
      return {
        ...given,
        generator: { optimizer: adam(1e-3), ...given.generator },
        discriminator: { optimizer: adam(2e-3), ...given.discriminator },
      };
    },
    outputs: (model) => ({ samples: model.sample(5, createRng(3)) }),
    steps: 2,
  });
const sgd = () => ({ optimizer: lend(tf.train.sgd(1e-2)) });

const OBJECTIVES: Readonly<Record<string, GanObjective>> = {
  minimax: minimax(),
  'nonSaturating with smoothing': nonSaturating({ smoothing: 0.1 }),
  leastSquares: leastSquares(),
  hinge: hinge(),
  wasserstein: wasserstein(),
  relativistic: relativistic(),
  ...Object.fromEntries(
    (['kl', 'reverseKl', 'pearson', 'squaredHellinger', 'jensenShannon'] as const).map((name) => [
      `fGan ${name}`,
      fGan(name),
    ]),
  ),
};

const codes = () => ({ mode: categoricalCode(3), tilt: uniformCode(1), width: gaussianCode(1) });

/** Every GAN, objective and penalty. */
export const GAN_CASES: readonly BackendCase[] = [
  ...casesOf('GANs', {
    'createGan, default sizes': gan(() => createGan({ dataDim: 2, rng: createRng(1) })),
    'WGAN-GP (gradientPenalty)': gan(
      () => small({ hidden: [8, 8] }),
      () => ({ objective: wasserstein(), discriminator: { penalties: [gradientPenalty()], criticSteps: 2 } }),
      even,
    ),
    'createGan, r1 and r2': gan(
      () => small(),
      () => ({ discriminator: { penalties: [r1(), r2()] } }),
    ),
    'createGan, features and normalization': gan(() =>
      small({ activation: 'tanh', features: { count: 4, scale: 2 }, normalization: standardize(points()) }),
    ),
    'createGan, batchNorm and spectralNorm': gan(() => small({ batchNorm: true, reparameterize: 'spectralNorm' })),
    'createGan, maxout and packing': gan(
      () =>
        small({
          packing: 2,
          discriminator: { kind: 'maxoutNet', inputDim: 4, hidden: [4], pieces: 9, outputDim: 1 },
        }),
      () => ({}),
      even,
    ),
    'createGan, replay and noise': gan(
      () => small(),
      () => ({ discriminator: { replay: { size: 5 }, separateBatches: false }, instanceNoise: 0.1 }),
    ),
    createInfoGan: trained({
      make: () =>
        createInfoGan({ dataDim: 2, noise: gaussianNoise(2), codes: codes(), hidden: [8, 8], rng: createRng(1) }),
      data,
      options: () => ({
        generator: { optimizer: adam(1e-3) },
        discriminator: { optimizer: adam(1e-3) },
        posterior: { optimizer: adam(1e-3) },
      }),
      outputs: (model) => ({ samples: model.sample(5, createRng(3)) }),
      steps: 2,
    }),
    jensenShannonBound: async () => {
      const { bound, standardError } = (await jensenShannonBound(normals(32, 2), normals(32, 2, 24), {
        steps: 3,
        rng: createRng(6),
      } as never)) as never as { bound: { value: number }; standardError?: number };
      return { value: [bound.value], standardError: [standardError ?? 0] };
    },
  }),
  ...casesOf(
    'Objectives of GANs',
    Object.fromEntries(
      Object.entries(OBJECTIVES).map(([name, objective]) => [
        name,
        // Smooth, and by plain gradients: a gradient that is 0 but for rounding has either sign, of which Adam would make a whole step.
        gan(
          () => small({ activation: 'tanh' }),
          () => ({ objective, generator: sgd(), discriminator: sgd() }),
        ),
      ]),
    ),
  ),
];
