import { mlp } from '@latents/core';
import { ringMixture } from '@latents/datasets/synthetic';
import {
  bernoulliCode,
  boxNoise,
  categoricalCode,
  createGan,
  createInfoGan,
  type DiscriminatorOptions,
  dcganDiscriminator,
  dcganGenerator,
  decayingNoise,
  fGan,
  type GanObjective,
  gaussianCode,
  gaussianNoise,
  gradientPenalty,
  hinge,
  leastSquares,
  maxoutNet,
  minibatchDiscrimination,
  minimax,
  nonSaturating,
  r1,
  r2,
  relativistic,
  spectralNorm,
  sphereNoise,
  standardize,
  tabularGan,
  traceGame,
  uniformCode,
  wasserstein,
} from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { batches, fit } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const data = ndArray([16, 2], createRng(0).fillNormal(new Float32Array(32)));
const rng = () => createRng(1);
const codes = { c: categoricalCode(2), u: uniformCode(1), g: gaussianCode(1, { scale: 1 }), b: bernoulliCode(2) };
const sgds = (more: DiscriminatorOptions = {}) => ({
  generator: { optimizer: tf.train.sgd(0.1) },
  discriminator: { optimizer: tf.train.sgd(0.1), ...more },
});
const image = { imageShape: [8, 8, 1], filters: [2, 4] } as const;

/** Once before, so that what optimizers and backends keep is made. */
async function expectNothingLeft(act: () => unknown): Promise<void> {
  await act();
  await expectNoLeak(act);
}

describe('made and disposed', () => {
  it.each<[string, () => { dispose(): void }]>([
    [
      'createGan',
      () => createGan({ dataDim: 2, hidden: [3], batchNorm: true, reparameterize: spectralNorm(), rng: rng() }),
    ],
    [
      'createInfoGan',
      () => createInfoGan({ dataDim: 2, hidden: [3], codes, reparameterize: spectralNorm(), rng: rng() }),
    ],
    ['dcganGenerator', () => dcganGenerator({ latentDim: 2, ...image, rng: rng() })],
    ['dcganDiscriminator', () => dcganDiscriminator({ ...image, reparameterize: spectralNorm(), rng: rng() })],
    ['maxoutNet', () => maxoutNet({ inputDim: 2, hidden: [3, 2], pieces: 2, outputDim: 1, rng: rng() })],
    ['minibatchDiscrimination', () => minibatchDiscrimination({ inputDim: 2, kernels: 2, rng: rng() })],
    ['tabularGan', () => tabularGan([0.5, 0.25, 0.25])],
  ])('%s', async (_, make) => {
    await expectNoLeak(() => make().dispose());
  });
});

describe('asked', () => {
  const gan = createGan({ dataDim: 2, hidden: [3], normalization: standardize(data), packing: 2, rng: rng() });
  const info = createInfoGan({ dataDim: 2, hidden: [3], codes, normalization: standardize(data), rng: rng() });
  const x = tf.tensor2d(data.data as Float32Array, [16, 2]);
  const z = tf.zeros([3, 2]);
  const given = { c: tf.tensor2d([1, 0, 0, 1], [2, 2]) };
  const images = tf.zeros([2, 64]);
  const [maxout, similar] = [
    maxoutNet({ inputDim: 2, hidden: [3], pieces: 2, outputDim: 1, rng: rng() }),
    minibatchDiscrimination({ inputDim: 2, kernels: 2, rng: rng() }),
  ];
  const [g, d] = [dcganGenerator({ latentDim: 2, ...image, rng: rng() }), dcganDiscriminator({ ...image, rng: rng() })];
  const normed = mlp({ inputDim: 2, hidden: [3], outputDim: 1, reparameterize: spectralNorm(), rng: rng() });
  it.each<[string, () => tf.Tensor]>([
    ['Gan.sample', () => gan.sample(3, rng())],
    ['Gan.generate', () => gan.generate(z)],
    ['Gan.logits', () => gan.logits(x)],
    ['Gan.value in a tidy', () => tf.tidy(() => gan.value(x, rng()).value)],
    ['InfoGan.sample', () => info.sample(2, rng(), given)],
    ['InfoGan.logits', () => info.logits(x)],
    ['InfoGan.value in a tidy', () => tf.tidy(() => info.value(x, rng()).value)],
    ['InfoGan.informationBound in a tidy', () => tf.tidy(() => info.informationBound(3, rng()).value)],
    ['InfoGan.infer in a tidy', () => tf.tidy(() => info.infer(x)['b']!.logProb(tf.zeros([16, 2])))],
    ['InfoGan.traverse', () => info.traverse({ code: 'u', rows: 2, columns: 3, rng: rng() }).images],
    ['noise', () => gaussianNoise(2).sample(3, rng())],
    ['noise on a sphere', () => sphereNoise(2).sample(3, rng())],
    ['noise in a box', () => boxNoise(2).sample(3, rng())],
    ...Object.values(codes).map((code): [string, () => tf.Tensor] => [code.config.kind, () => code.sample(3, rng())]),
    ['maxoutNet', () => maxout.apply(x)],
    ['minibatchDiscrimination', () => similar.apply(x)],
    ['dcganGenerator, training', () => g.apply(z, { training: true })],
    ['dcganDiscriminator', () => d.apply(images)],
    ['spectralNorm, training', () => normed.apply(x, { training: true })],
  ])('%s makes one tensor', async (_, ask) => {
    ask().dispose();
    let made: tf.Tensor | undefined;
    await expectNoLeak(() => {
      made = ask();
    }, 1);
    made!.dispose();
  });

  it('what is refused leaves nothing', async () => {
    const wrong = tf.tensor2d(new Float32Array(15), [3, 5]);
    for (const ask of [
      () => gan.sample(0, rng()),
      () => gan.generate(wrong),
      () => gan.logits(wrong),
      () => info.infer(wrong),
      () => info.logits(wrong),
      () => info.informationBound(0, rng()),
      () => info.sample(3, rng(), { c: wrong }),
      () => info.traverse({ code: 'x', rows: 1, rng: rng() }),
    ]) {
      await expectNoLeak(() => expect(ask).toThrow(RangeError));
    }
  });
});

describe('played', () => {
  const OBJECTIVES: GanObjective[] = [
    minimax({ smoothing: 0.1 }),
    nonSaturating(),
    leastSquares({ smoothing: 0.1 }),
    hinge(),
    wasserstein(),
    fGan('reverseKl'),
    relativistic(),
  ];
  it.each(OBJECTIVES.map((objective) => [objective.name, objective] as const))(
    'a Gan with every hack: %s',
    async (_, objective) => {
      const gan = createGan({
        dataDim: 2,
        hidden: [4],
        packing: 2,
        batchNorm: true,
        normalization: standardize(data),
        reparameterize: spectralNorm(),
        rng: rng(),
      });
      const players = gan.players({
        ...sgds({
          penalties: objective.name === 'hinge' ? [r1(), r2()] : [gradientPenalty()],
          criticSteps: 2,
          separateBatches: !objective.name.startsWith('minimax'),
          replay: { size: 5 },
          clipNorm: 0.1,
        }),
        objective,
        instanceNoise: decayingNoise({ from: 0.5, steps: 10 }),
      });
      await expectNothingLeft(async () => {
        for (const player of players) await player.take(data, { step: 0, rng: rng() });
      });
    },
  );

  it('an InfoGan, traced', async () => {
    const gan = createInfoGan({ dataDim: 2, hidden: [4], codes, rng: rng() });
    const players = gan.players({
      ...sgds({ replay: { size: 5 }, penalties: [r1()] }),
      posterior: { optimizer: tf.train.sgd(0.1) },
      instanceNoise: 0.1,
    });
    await expectNothingLeft(async () => {
      const readings = fit(players, batches(data, { size: 8, rng: rng() }), { steps: 2, rng: rng() });
      const options = { gan, heldOut: ringMixture().sample(20, rng()).x, every: 1, onPoint: () => {}, steps: 2 };
      for await (const _ of traceGame(readings, { ...options, hidden: [4], rng: rng() }));
    });
  });

  it('stopped by NaN, or by a batch that is refused', async () => {
    const gan = createGan({ dataDim: 2, hidden: [4], rng: rng() });
    const players = gan.players(sgds({ replay: { size: 5 } }));
    tf.tidy(() => gan.parameters['generator/dense1/bias']!.assign(tf.fill([2], Number.NaN)));
    await expectNothingLeft(async () => {
      for (const player of players) {
        await expect(player.take(data, { step: 0, rng: rng() })).rejects.toThrow("player 'generator'");
        await expect(player.take(ndArray([4, 2], new Float32Array(8)), { step: 0, rng: rng() })).rejects.toThrow();
      }
    });
  });

  it('tables', async () => {
    const gan = tabularGan([0.5, 0.5]);
    const players = gan.players(sgds());
    await expectNothingLeft(async () => {
      for (const player of players) await player.take({}, { step: 0, rng: rng() });
      gan.solved();
      gan.generated();
      gan.logits();
    });
  });
});

it('a normalization that is refused leaves no networks behind', async () => {
  const normalization = { loc: [0, 0], scale: [1, 0] };
  await expectNoLeak(() => {
    expect(() => createGan({ dataDim: 2, normalization, rng: createRng(0) })).toThrow('scale');
    const codes = { c: categoricalCode(2) };
    expect(() => createInfoGan({ dataDim: 2, codes, normalization, rng: createRng(0) })).toThrow(
      'createInfoGan({ normalization })',
    );
  });
});

it('nor do features before a network that is refused', async () => {
  const refused = { dataDim: 2, features: { count: 3 }, hidden: [0], rng: createRng(0) };
  await expectNoLeak(() => {
    expect(() => createGan(refused)).toThrow('createGan({ hidden }): expected element 0');
  });
});
