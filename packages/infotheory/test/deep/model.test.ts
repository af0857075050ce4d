import {
  batches,
  createDeepBottleneck,
  createRng,
  DeepBottleneck,
  type DeepBottleneckOptions,
  type DeepBottleneckPlayersOptions,
  load,
  ndArray,
  type Views,
} from '@latents/infotheory';
import { describeModel, useBackend } from '@latents/testing';
import { encodeSafetensors } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const make = (overrides: Partial<DeepBottleneckOptions> = {}) =>
  createDeepBottleneck({
    inputDim: 3,
    codeDim: 2,
    hidden: [4],
    target: { categorical: 2 },
    rng: createRng(0),
    ...overrides,
  });
const rng = createRng(1);
const pairs = {
  x: ndArray([12, 3], rng.fillNormal(new Float32Array(36))),
  y: ndArray(
    [12],
    Int32Array.from({ length: 12 }, (_, i) => i % 2),
  ),
};
const data = () => batches(pairs, { size: 4, rng: createRng(2) });
const tensors = () => ({
  x: tf.tensor2d(pairs.x.data as Float32Array, [12, 3]),
  y: tf.tensor1d(pairs.y.data, 'int32'),
});
const outputs = (model: DeepBottleneck) => {
  const { rate, relevance } = model.evaluate(pairs, { entropyY: Math.log(2), rng: createRng(3) });
  return [rate.value, relevance.value];
};
const batch = tf.tidy(() => tensors());
tf.keep(batch.x);
tf.keep(batch.y);

describeModel<DeepBottleneck, Views, DeepBottleneckPlayersOptions, Partial<DeepBottleneckOptions>>(
  'createDeepBottleneck (DeepBottleneck)',
  {
    make,
    factory: createDeepBottleneck,
    batches: data,
    players: (model) => model.players({ optimizer: tf.train.adam(1e-2), beta: 0.1, price: 'squared' }),
    outputs,
    mismatches: {
      activation: { activation: 'tanh' },
      marginal: { marginal: 'learned' },
      'hidden layers': { hidden: [4, 4] },
      decoder: { decoderHidden: [3] },
      code: { codeDim: 3 },
      'number of classes': { target: { categorical: 3 } },
      parts: () => new DeepBottleneck({ encoder: make({ activation: 'tanh' }).encoder, decoder: make().decoder }),
    },
    methods: {
      bound: (model) => model.bound(batch, createRng(0), { beta: 0.1, price: 'squared' }),
      evaluate: (model) => model.evaluate(pairs, { entropyY: 1, rng: createRng(0) }),
    },
  },
);

const reals = { x: pairs.x, y: pairs.x };
describeModel<DeepBottleneck, Views, DeepBottleneckPlayersOptions, Partial<DeepBottleneckOptions>>(
  'createDeepBottleneck of real vectors, with a learned marginal and an objective',
  {
    make: (overrides) => make({ target: { normal: 3 }, marginal: 'learned', ...overrides }),
    factory: createDeepBottleneck,
    batches: () => batches(reals, { size: 4, rng: createRng(2) }),
    players: (model) =>
      model.players({
        learningRate: (step) => 0.01 / (step + 1),
        clipNorm: 1,
        objective: (views, stream) => model.bound(views, stream, { beta: 0.5 }),
      }),
    outputs: (model) => [model.evaluate(reals, { entropyY: 1, rng: createRng(3) }).relevance.value],
    mismatches: { marginal: { marginal: 'fixed' }, target: { target: { normal: 2 } } },
  },
);

describe('the bound of a batch', () => {
  it('is what the player moves: same terms, same value', async () => {
    const model = make();
    const bound = model.bound(batch, createRng(5), { beta: 0.3 });
    const [player] = model.players({ optimizer: tf.train.sgd(0.1), beta: 0.3 });
    const move = await player!.take(pairs, { step: 0, rng: createRng(5) });
    const [fit, rate] = bound.terms.map(({ nats }) => nats.dataSync()[0]!);
    expect(move.nats).toBeCloseTo(bound.value.dataSync()[0]!, 5);
    expect(move.terms).toEqual({ 'y given z': expect.closeTo(fit!, 5), rate: expect.closeTo(rate!, 5) });
    expect(move.nats).toBeCloseTo(fit! - 0.3 * rate!, 5);
    model.dispose();
  });
});

describe('refusals', () => {
  it.each<[string, object, RegExp]>([
    ['a misspelt option', { hiden: [3] }, /got 'hiden'. Did you mean 'hidden'/],
    ['an unknown target', { target: { categorial: 2 } }, /\{ target \}\).*'categorial'. Did you mean 'categorical'/],
    ['no target', { target: undefined }, /\{ target \}\): expected \{ categorical/],
    ['two targets', { target: { categorical: 2, normal: 1 } }, /expected \{ categorical/],
    ['a target of no classes', { target: { categorical: 0 } }, /categorical to be a positive integer, got 0/],
    ['an unknown marginal', { marginal: 'lerned' }, /\{ marginal \}\): expected 'fixed' or 'learned', got 'lerned'/],
    ['an unknown activation', { activation: 'zz' }, /got 'zz'/],
    ['hidden widths that are no array', { hidden: 3 }, /\{ hidden \}\): expected an array/],
    ['no code', { codeDim: 0 }, /\{ codeDim \}\).*got 0/],
    ['no rng', { rng: undefined }, /\{ rng \}\): expected rng/],
  ])('createDeepBottleneck refuses %s, and leaves no tensor', (_, change, message) => {
    const before = tf.memory().numTensors;
    expect(() => make(change as never)).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('players refuses unknown options, unknown prices, and beta with an objective', () => {
    const model = make();
    expect(() => model.players({ betta: 1 } as never)).toThrow("got 'betta'. Did you mean 'beta'?");
    expect(() => model.players({ price: 'cubed' as never })).toThrow("expected 'linear' or 'squared', got 'cubed'");
    const objective = () => model.bound(batch, createRng(0));
    expect(() => model.players({ beta: 1, objective })).toThrow('expected them without an objective');
    expect(() => model.bound(batch, undefined as never)).toThrow('expected rng');
    model.dispose();
  });

  it.each([{ inputDim: 1e8 }, { inputDim: 1e300 }, { hidden: [30000, 20000] }, { target: { normal: 1e9 } }])(
    'a small file that asks for %j is refused in milliseconds',
    async (change) => {
      const options = { inputDim: 3, codeDim: 2, hidden: [4], target: { categorical: 2 }, ...change };
      const metadata = { 'latents.model': JSON.stringify({ kind: 'deep-bottleneck', options }) };
      const bytes = encodeSafetensors({ arrays: {}, metadata });
      const [before, start] = [tf.memory().numTensors, performance.now()];
      await expect(load(createDeepBottleneck, bytes)).rejects.toThrow(/load\(factory, source\)/);
      expect(performance.now() - start).toBeLessThan(200);
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});
