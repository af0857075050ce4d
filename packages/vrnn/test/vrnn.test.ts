import { createRng, ndArray } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { batches, fit, readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Vrnn, VrnnOptions, VrnnPlayersOptions } from '../src/index.js';
import { shifting, small, tensors } from './shifting.js';

type MakeObjective = (vrnn: Vrnn) => NonNullable<VrnnPlayersOptions['objective']>;

const configurations: [string, Partial<VrnnOptions>][] = [
  ['as it is', {}],
  ['standard prior', { prior: 'standard' }],
  ['smoothing posterior', { posterior: 'smoothing' }],
  ['LSTM', { cell: 'lstm' }],
  ['vanilla cell', { cell: 'vanilla' }],
  ['autoregressive bits', { emission: { autoregressive: { hidden: 5 } } }],
  ['state and emission see z alone', { stateSeesInput: false, emissionSeesState: false }],
  [
    'deep Markov model, smoothing',
    { latentMemory: 'last', stateSeesInput: false, emissionSeesState: false, posterior: 'smoothing' },
  ],
  ['stochastic RNN, smoothing', { latentMemory: 'last', posterior: 'smoothing' }],
  ['stochastic RNN over an LSTM', { latentMemory: 'last', cell: 'lstm' }],
  ['normal emission', { emission: 'normal' }],
  ['categorical emission', { emission: 'categorical' }],
  ['mixture emission', { emission: { mixture: { components: 2 } } }],
];

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(configurations)('%s: the bound rises, every variable is trained, no tensor leaks', async (_, options) => {
    const vrnn = small(options);
    const before = await readParameters(vrnn.parameters);
    const players = vrnn.players({ optimizer: tf.train.adam(0.05) });
    const data = batches(shifting(12, 4), { size: 12, rng: createRng(1) });
    const nats: number[] = [];
    const run = async (startAt: number, steps: number) => {
      for await (const reading of fit(players, data, { steps, startAt, rng: createRng(2) })) nats.push(reading.nats);
    };
    await run(0, 2);
    await expectNoLeak(() => run(2, 22));
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(nats.slice(-5))).toBeGreaterThan(mean(nats.slice(0, 5)) + 0.6);
    const after = await readParameters(vrnn.parameters);
    for (const [name, { data: values }] of Object.entries(before)) {
      expect(
        after[name]!.data.some((value, i) => value !== values[i]),
        name,
      ).toBe(true);
    }
    vrnn.dispose();
  });

  it.each([
    ['importance-weighted', (vrnn) => (batch, rng) => vrnn.importanceWeightedBound(batch, { samples: 3, rng })],
    ['particles', (vrnn) => (batch, rng) => vrnn.filteringBound(batch, { samples: 3, threshold: 1, rng })],
  ] as [string, MakeObjective][])('%s objective trains', async (_, objective) => {
    const vrnn = small();
    const data = batches(shifting(6, 4), { size: 6, rng: createRng(1) });
    const nats: number[] = [];
    const players = vrnn.players({ optimizer: tf.train.adam(0.02), objective: objective(vrnn) });
    for await (const reading of fit(players, data, { steps: 25, rng: createRng(2) })) nats.push(reading.nats);
    expect(nats.at(-1)!).toBeGreaterThan(nats[0]! + 0.6);
    vrnn.dispose();
  });
});

describe('the parts of the ELBO', () => {
  beforeAll(() => useBackend('cpu'));

  it.each([
    ['filtering', {}],
    ['smoothing, which reads from a sequence’s own end', { posterior: 'smoothing' }],
  ] as const)('padding does not count: %s', (_, options) => {
    const vrnn = small(options);
    const { x } = tensors(1, 5);
    // With K samples of one sequence the noise is the same; the deterministic part is what padding could spoil.
    const values = [2, 5].map(
      (length) => vrnn.elbo({ x, lengths: tf.tensor1d([length], 'int32') }, createRng(3)).terms[1]!.nats.dataSync()[0]!,
    );
    const cut = vrnn
      .elbo({ x: x.slice([0, 0, 0], [1, 2, 3]), lengths: tf.tensor1d([2], 'int32') }, createRng(3))
      .terms[1]!.nats.dataSync()[0]!;
    expect(values[0]).toBeCloseTo(cut, 5);
    expect(values[1]).toBeGreaterThan(values[0]!);
  });

  it('a scheduled rate of 0 moves nothing, and a clipped gradient moves by no more than its norm', async () => {
    const distance = async (options: VrnnPlayersOptions) => {
      const vrnn = small();
      const before = await readParameters(vrnn.parameters);
      await vrnn
        .players({ optimizer: tf.train.sgd(1), ...options })[0]!
        .take(shifting(6, 4), { step: 0, rng: createRng(0) });
      const after = await readParameters(vrnn.parameters);
      vrnn.dispose();
      const squares = Object.keys(before).flatMap((name) =>
        Array.from(before[name]!.data as Float32Array, (v, i) => (v - (after[name]!.data[i] as number)) ** 2),
      );
      return Math.sqrt(squares.reduce((sum, v) => sum + v, 0));
    };
    expect(await distance({ learningRate: () => 0 })).toBe(0);
    expect(await distance({})).toBeGreaterThan(0.02);
    expect(await distance({ clipNorm: 0.01 })).toBeCloseTo(0.01, 5);
  });

  it('beta below 1 is no bound and says so; free nats and beta above 1 stay lower bounds', async () => {
    const sides = [];
    for (const options of [{ beta: 0.5 }, { beta: 2 }, { freeNats: 0.3 }, { beta: () => 1 }]) {
      const vrnn = small();
      const data = batches(shifting(4, 3), { size: 4, rng: createRng(1) });
      const players = vrnn.players({ optimizer: tf.train.sgd(0.01), ...options });
      for await (const { side, sound } of fit(players, data, { steps: 1, rng: createRng(2) }))
        sides.push([side, sound]);
      vrnn.dispose();
    }
    expect(sides).toEqual([
      ['none', false],
      ['lower', true],
      ['lower', true],
      ['lower', true],
    ]);
  });

  it('by steps: reconstructions minus rates, summed, are the bound; none beyond the end', async () => {
    const vrnn = small();
    const batch = tensors(3, 5);
    await expectNoLeak(() => tf.dispose(Object.values(vrnn.stepwiseElbo(batch, createRng(3)))));
    const { reconstruction, rate } = vrnn.stepwiseElbo(batch, createRng(3));
    expect([reconstruction.shape, rate.shape]).toEqual([
      [3, 5],
      [3, 5],
    ]);
    const apart = reconstruction.sub(rate).sum(1).mean().dataSync()[0]!;
    expect(apart).toBeCloseTo(vrnn.elbo(batch, createRng(3)).value.dataSync()[0]!, 4);
    // The third sequence has 3 of 5 steps.
    expect([...rate.dataSync().slice(13)]).toEqual([0, 0]);
    expect(rate.dataSync()[12]).toBeGreaterThan(0);
    vrnn.dispose();
  });

  it('free nats charge the floor per step, and the true rate is a term of its own', async () => {
    const data = batches(shifting(4, 3), { size: 4, rng: createRng(1) });
    const first = async (options: VrnnPlayersOptions) => {
      const vrnn = small();
      const players = vrnn.players({ optimizer: tf.train.sgd(0.01), ...options });
      for await (const reading of fit(players, data, { steps: 1, rng: createRng(2) })) {
        vrnn.dispose();
        return reading;
      }
      throw new Error('expected a reading');
    };
    const plain = await first({});
    const floored = await first({ freeNats: 50, beta: 2 });
    // Every step's rate is below 50 nats at the start, so each is charged 50: the batch's mean length times that.
    const meanLength = shifting(4, 3).lengths.data.reduce((a, b) => a + b, 0) / 4;
    expect(floored.terms['floored rate']).toBeCloseTo(50 * meanLength, 3);
    expect(floored.terms['rate']).toBeCloseTo(plain.terms['rate']!, 5);
    expect(floored.terms['rate']).toBeLessThan(meanLength);
    expect(floored.nats).toBeCloseTo(floored.terms['reconstruction']! - 2 * floored.terms['floored rate']!, 3);
  });

  it('a reading is the bound of the same batch, value and terms in nats per sequence', async () => {
    const vrnn = small();
    const sequences = shifting(5, 4);
    const bound = vrnn.elbo(tensors(5, 4), createRng(7));
    const [value, reconstruction, rate] = [bound.value, ...bound.terms.map(({ nats }) => nats)].map(
      (nats) => nats.dataSync()[0]!,
    );
    const [player] = vrnn.players({ optimizer: tf.train.sgd(0.01) });
    const move = await player!.take(sequences, { step: 0, rng: createRng(7) });
    expect(move.of).toBe('log p(x)');
    expect(move.nats).toBeCloseTo(value!, 5);
    expect(move.terms).toEqual({
      reconstruction: expect.closeTo(reconstruction!, 5),
      rate: expect.closeTo(rate!, 5),
    });
    expect(move.nats).toBeCloseTo(move.terms['reconstruction']! - move.terms['rate']!, 5);
    vrnn.dispose();
  });
});

describe('use', () => {
  beforeAll(() => useBackend('cpu'));

  it('generate, continue and impute give bits of the right shape, and leak nothing', async () => {
    const vrnn = small({ emission: { autoregressive: { hidden: 4 } } });
    const { x } = tensors(2, 4);
    const observed = tf.tensor2d([
      [1, 0, 1, 1],
      [1, 1, 0, 0],
    ]);
    const shapes: number[][] = [];
    await expectNoLeak(() => {
      for (const drawn of [
        vrnn.generate({ steps: 6, count: 3, rng: createRng(1) }),
        vrnn.continue(x, { steps: 2, rng: createRng(1) }),
        vrnn.impute(x, { observed, samples: 5, rng: createRng(1) }),
        vrnn.posteriorMeans({ x, lengths: tf.tidy(() => tf.fill([2], 4, 'int32')) }, createRng(1)),
      ]) {
        shapes.push(drawn.shape);
        drawn.dispose();
      }
    }, 1);
    expect(shapes).toEqual([
      [3, 6, 3],
      [2, 2, 3],
      [2, 4, 3],
      [2, 4, 2],
    ]);
  });

  it('impute leaves what is observed, and never reads what is not', () => {
    const vrnn = small();
    const { x } = tensors(2, 4);
    const observed = tf.tensor2d([
      [1, 0, 1, 1],
      [1, 1, 0, 0],
    ]);
    const mask = observed.expandDims(2);
    const spoilt = tf.where(mask.toBool().broadcastTo([2, 4, 3]), x, tf.fill([2, 4, 3], Number.NaN));
    const [a, b] = [x, spoilt].map((input) => vrnn.impute(input, { observed, samples: 4, rng: createRng(1) }));
    expect(a!.dataSync()).toEqual(b!.dataSync());
    expect(a!.sub(x).mul(mask).abs().max().dataSync()[0]).toBe(0);
  });

  it('a low temperature draws the likelier bits', () => {
    const vrnn = small();
    const spread = (temperature: number) => {
      const drawn = vrnn.generate({ steps: 1, count: 2000, temperature, rng: createRng(4) }).reshape([2000, 3]);
      return tf.moments(drawn, 0).variance.sum().dataSync()[0]!;
    };
    // What is left at a low temperature is the variety of z.
    expect(spread(0.05)).toBeLessThan(spread(1) - 0.1);
    expect(spread(1)).toBeLessThan(spread(20) + 0.05);
  });

  it('sequences of one step are trained on, by every objective and cell', async () => {
    const x = ndArray([2, 1, 3], Float32Array.of(1, 0, 0, 0, 1, 0));
    const lengths = ndArray([2], Int32Array.of(1, 1));
    const weighted: MakeObjective = (vrnn) => (batch, rng) => vrnn.importanceWeightedBound(batch, { samples: 2, rng });
    const filtered: MakeObjective = (vrnn) => (batch, rng) => vrnn.filteringBound(batch, { samples: 2, rng });
    const runs: readonly (readonly [Partial<VrnnOptions>, MakeObjective?])[] = [
      [{}],
      [{}, filtered],
      [{ posterior: 'smoothing' }],
      [{ posterior: 'smoothing' }, weighted],
      [{ cell: 'lstm' }, filtered],
    ];
    for (const [options, objective] of runs) {
      const vrnn = small(options);
      const nats: number[] = [];
      const data = batches({ x, lengths }, { size: 2, rng: createRng(0) });
      const players = vrnn.players({ optimizer: tf.train.adam(0.1), ...(objective && { objective: objective(vrnn) }) });
      for await (const reading of fit(players, data, { steps: 60, rng: createRng(0) })) nats.push(reading.nats);
      // Two bits that are open: log 4 nats without z, log 2 with.
      expect(Math.max(...nats.slice(-10))).toBeGreaterThan(-1.45);
      expect(nats[0]!).toBeLessThan(-1.5);
      vrnn.dispose();
    }
    // Five models, 60 steps each.
  }, 120_000);

  it('1,000 steps', () => {
    const vrnn = small();
    const x = tf.zeros([1, 1000, 3]);
    expect(vrnn.elbo({ x, lengths: tf.tensor1d([1000], 'int32') }, createRng(0)).value.dataSync()[0]!).toBeLessThan(0);
  });
});
