import {
  autoencoderForm,
  betaElbo,
  combinedBound,
  createVae,
  doublyReparameterizedBound,
  entropyForm,
  enumeratedElbo,
  evidenceForm,
  freeBits,
  multiplyImportanceWeightedBound,
  oneHotHead,
  relaxedElbo,
  scoreFunctionElbo,
  totalCorrelationElbo,
  uniformPrior,
  Vae,
  type VaePlayersOptions,
} from '@latents/autoencoders';
import { bernoulliHead, conditional, MultivariateNormalDiag, mlp, type OneHotCategorical } from '@latents/core';
import { createRng, type Rng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { batches, fit, minimizeUnsound, type Reading } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { bits, smallVae } from './readings.js';

beforeAll(() => useBackend('cpu'));

type Objective = NonNullable<VaePlayersOptions['objective']>;
const training = true;

/** Each bound of the package by its name, with the side that the readings report. */
const BOUNDS: Record<string, [make: (vae: Vae) => Objective, side: 'lower' | 'none']> = {
  autoencoderForm: [(vae) => (x, rng) => autoencoderForm(vae, x, { rng, training }), 'lower'],
  entropyForm: [(vae) => (x, rng) => entropyForm(vae, x, { rng, training }), 'lower'],
  'betaElbo of 4': [(vae) => (x, rng) => betaElbo(vae, x, { beta: 4, rng, training }), 'lower'],
  'betaElbo of 1/2': [(vae) => (x, rng) => betaElbo(vae, x, { beta: 0.5, rng, training }), 'none'],
  freeBits: [(vae) => (x, rng) => freeBits(vae, x, { floor: 0.1, rng, training }), 'lower'],
  totalCorrelationElbo: [
    (vae) => (x, rng) => totalCorrelationElbo(vae, x, { dataSize: 48, beta: 2, rng, training }),
    'none',
  ],
  'vae.importanceWeightedBound': [
    (vae) => (x, rng) => vae.importanceWeightedBound(x, { samples: 3, rng, training }),
    'lower',
  ],
  multiplyImportanceWeightedBound: [
    (vae) => (x, rng) => multiplyImportanceWeightedBound(vae, x, { samples: 4, groups: 2, rng, training }),
    'lower',
  ],
  combinedBound: [(vae) => (x, rng) => combinedBound(vae, x, { samples: 3, mix: 0.5, rng, training }), 'lower'],
  doublyReparameterizedBound: [
    (vae) => (x, rng) => doublyReparameterizedBound(vae, x, { samples: 3, rng, training }),
    'lower',
  ],
  'vae.elbo': [(vae) => (x, rng) => vae.elbo(x, rng), 'lower'],
};

async function run(vae: Vae | DiscreteVae, objective: Objective | undefined, steps = 60): Promise<Reading[]> {
  const readings: Reading[] = [];
  const players = vae.players({ optimizer: tf.train.adam(0.02), ...(objective && { objective }) });
  const data = batches(bits(48, 12), { size: 16, rng: createRng(5) });
  for await (const reading of fit(players, data, { steps, rng: createRng(6) })) readings.push(reading);
  return readings;
}
const mean = (readings: Reading[]) => readings.reduce((sum, { nats }) => sum + nats, 0) / readings.length;

describe.each(Object.entries(BOUNDS))('players({ objective }) of %s', (_, [make, side]) => {
  test('raises it, and the readings report its side', async () => {
    const vae = smallVae();
    const readings = await run(vae, make(vae));
    expect(new Set(readings.map((reading) => reading.side))).toEqual(new Set([side]));
    expect(readings[0]!.sound).toBe(side === 'lower');
    expect(mean(readings.slice(-10))).toBeGreaterThan(mean(readings.slice(0, 10)) + 0.3);
    vae.dispose();
  });

  test('leaves value and terms, and no other new tensor', async () => {
    const vae = smallVae();
    const x = tf.tensor2d(bits(16, 12).data, [16, 12]);
    const tensors = () => {
      const bound = make(vae)(x, createRng(1), 0);
      if (!('terms' in bound)) throw new Error('expected a bound');
      return new Set([bound.value, ...bound.terms.map(({ nats }) => nats)]);
    };
    const made = tensors();
    await expectNoLeak(() => tensors(), made.size);
    for (const tensor of made) expect(tensor.isDisposed).toBe(false);
    vae.dispose();
  });
});

test('evidenceForm trains the encoder of a model whose evidence is known', async () => {
  const vae = smallVae();
  const posterior = MultivariateNormalDiag.standard(2, [16]);
  const objective: Objective = (x) => evidenceForm(vae, x, { logEvidence: tf.fill([16], -3), posterior });
  const [player] = vae.players({ objective });
  // The decoder does not appear in this form.
  await expect(async () => player!.take(bits(16, 12), { step: 0, rng: createRng(0) })).rejects.toThrow(
    "expected the objective to depend on 'decoder/dense0/kernel'",
  );
});

test('the default objective is the ELBO: the same run as autoencoderForm', async () => {
  const [a, b] = [smallVae(), smallVae()];
  const own = await run(b, (x, rng) => autoencoderForm(b, x, { rng, training }), 5);
  expect((await run(a, undefined, 5)).map(({ nats }) => nats)).toEqual(own.map(({ nats }) => nats));
});

test('an objective may say its direction', async () => {
  const vae = smallVae();
  const [first, ...rest] = await run(vae, (x, rng) => minimizeUnsound(vae.elbo(x, rng)), 30);
  expect(first!.direction).toBe('down');
  expect(rest.at(-1)!.nats).toBeLessThan(first!.nats - 1);
});

test('a batch that was checked as an array is not read back from the device', async () => {
  const vae = smallVae();
  let reads = 0;
  await run(
    vae,
    (x, rng) => {
      const dataSync = x.dataSync.bind(x);
      x.dataSync = (() => {
        reads++;
        return dataSync();
      }) as typeof x.dataSync;
      return vae.elbo(x, rng);
    },
    3,
  );
  expect(reads).toBe(0);
});

type DiscreteVae = Vae<OneHotCategorical>;
function discrete(rng = createRng(2)): DiscreteVae {
  return new Vae<OneHotCategorical>({
    encoder: conditional(mlp({ inputDim: 12, hidden: [8], outputDim: 4, rng }), oneHotHead(4), 'encoder'),
    decoder: conditional(mlp({ inputDim: 4, hidden: [8], outputDim: 12, rng }), bernoulliHead(12), 'decoder'),
    prior: uniformPrior(4),
    support: 'bits',
  });
}

describe('a VAE of one-hot codes', () => {
  test.each<[string, (vae: DiscreteVae) => Objective, 'lower' | 'none']>([
    ['enumeratedElbo', (vae) => (x) => enumeratedElbo(vae, x, { training }), 'lower'],
    ['scoreFunctionElbo', (vae) => (x, rng) => scoreFunctionElbo(vae, x, { samples: 4, rng, training }), 'lower'],
    ['relaxedElbo', (vae) => (x, rng) => relaxedElbo(vae, x, { temperature: 0.7, rng, training }), 'none'],
  ])('is trained by %s', async (_, make, side) => {
    const vae = discrete();
    const readings = await run(vae, make(vae), 250);
    expect(readings[0]!.side).toBe(side);
    expect(mean(readings.slice(-10))).toBeGreaterThan(mean(readings.slice(0, 10)) + 0.25);
    const x = tf.tensor2d(bits(16, 12).data, [16, 12]);
    const count = () => {
      const bound = make(vae)(x, createRng(1), 0);
      if (!('terms' in bound)) throw new Error('expected a bound');
      return new Set([bound.value, ...bound.terms.map(({ nats }) => nats)]).size;
    };
    await expectNoLeak(count, count());
    vae.dispose();
  });

  test('has no default objective, since its draws have no gradient', () => {
    expect(() => discrete().players()).toThrow(
      "vae.players(options): expected a posterior with a reparameterised sampler, got 'one-hot-categorical'. For discrete z see enumeratedElbo and scoreFunctionElbo.",
    );
  });

  test('needs a prior over one-hot vectors', () => {
    const { encoder, decoder } = discrete();
    const vae = new Vae<OneHotCategorical>({ encoder, decoder, support: 'bits' });
    expect(() => enumeratedElbo(vae, tf.zeros([1, 12]))).toThrow(
      "enumeratedElbo(model, x, options): expected a prior over one-hot vectors, got 'multivariate-normal-diag'. uniformPrior(classes) is one.",
    );
    const normal = smallVae() as unknown as DiscreteVae;
    expect(() => enumeratedElbo(normal, tf.zeros([1, 12]))).toThrow('expected a posterior over one-hot vectors');
  });
});

describe('bad options of players', () => {
  const refused = (options: object) => () => smallVae().players(options);
  test.each<[string, object, string]>([
    ['an unknown name', { betta: 4 }, "got 'betta'. Did you mean 'beta'?"],
    ['beta and an objective', { beta: 4, objective: () => undefined }, 'expected beta or objective, got both'],
    ['a beta that is no number', { beta: '4' }, "vae.players({ beta }): expected a finite number >= 0, got '4'"],
    ['an optimizer by itself', tf.train.sgd(0.1), 'vae.players(options): expected options optimizer'],
    ['no optimizer', { optimizer: 'adam' }, 'expected a tfjs optimizer, as tf.train.adam(1e-3), got adam'],
  ])('%s', (_, options, message) => {
    expect(refused(options)).toThrow(message);
  });
});

test.each<[string, (vae: Vae, rng: Rng, x: tf.Tensor) => unknown]>([
  ['vae.elbo(x, rng)', (vae, rng, x) => vae.elbo(x, rng)],
  ['vae.generate(count, rng)', (vae, rng) => vae.generate(2, rng)],
  ['vae.logLikelihood(x, options)', (vae, rng, x) => vae.logLikelihood(x, { samples: 2, rng })],
  ['vae.importanceWeightedBound(x, options)', (vae, rng, x) => vae.importanceWeightedBound(x, { samples: 2, rng })],
  ['autoencoderForm(model, x, { rng })', (vae, rng, x) => autoencoderForm(vae, x, { rng })],
  ['freeBits(model, x, { rng })', (vae, rng, x) => freeBits(vae, x, { floor: 1, rng })],
])('%s refuses a missing stream', (where, call) => {
  const vae = createVae({ inputDim: 3, latentDim: 2, hidden: [], rng: createRng(0) });
  for (const rng of [undefined, null, 7, Math.random]) {
    expect(() => call(vae, rng as unknown as Rng, tf.zeros([2, 3]))).toThrow(`${where}: expected rng`);
  }
});

test.each([[[[1, 0, 1]]], [{ shape: [1, 3], data: Float32Array.of(1, 0, 1) }], [undefined]])(
  'vae.encode refuses %j, which is no tensor',
  (x) => {
    const vae = createVae({ inputDim: 3, latentDim: 2, hidden: [], rng: createRng(0) });
    expect(() => vae.encode(x as never)).toThrow(/^vae.encode\(x\): expected a tensor, got .* Make one/);
  },
);
