import { categoricalHead, conditional, mlp } from '@latents/core';
import {
  batches,
  type CotrainPlayersOptions,
  contextEncoder,
  createInfoCotrain,
  createRng,
  createWordCotrain,
  InfoCotrain,
  type InfoCotrainOptions,
  labelCode,
  load,
  ndArray,
  type Views,
  vocabularyFrom,
  vocabularyOf,
  type WordCotrainOptions,
  wordEmbedding,
  wordEncoder,
  wordsInContext,
} from '@latents/infotheory';
import { describeModel, useBackend } from '@latents/testing';
import { encodeSafetensors } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const stream = createRng(1);
const views = {
  x: ndArray([12, 2], stream.fillNormal(new Float32Array(24))),
  y: ndArray([12, 3], stream.fillNormal(new Float32Array(36))),
};
const batch = {
  x: tf.tensor2d(views.x.data as Float32Array, [12, 2]),
  y: tf.tensor2d(views.y.data as Float32Array, [12, 3]),
};
const make = (overrides: Partial<InfoCotrainOptions> = {}) =>
  createInfoCotrain({ xDim: 2, yDim: 3, codewords: 4, hidden: [5], rng: createRng(0), ...overrides });
const outputsOn = (of: Views) => async (model: InfoCotrain) => {
  const { bound, jackknifed } = await model.evaluate(of);
  return [bound.value, jackknifed, ...(await model.clusters(of.y)), ...(await model.predict(of.x))];
};

describeModel<InfoCotrain, Views, CotrainPlayersOptions, Partial<InfoCotrainOptions>>(
  'createInfoCotrain (InfoCotrain)',
  {
    make,
    factory: createInfoCotrain,
    batches: () => batches(views, { size: 4, rng: createRng(2) }),
    players: (model) =>
      model.players({
        psi: { optimizer: tf.train.adam(1e-2), learningRate: (step) => 0.01 / (step + 1) },
        phi: { optimizer: tf.train.momentum(1e-2, 0.9), clipNorm: 1 },
        marginal: { decay: 0.9 },
      }),
    outputs: outputsOn(views),
    mismatches: {
      activation: { activation: 'tanh' },
      'number of codewords': { codewords: 3 },
      'hidden layers': { hidden: [] },
      'Psi of equal shapes': () => new InfoCotrain({ psi: make({ activation: 'tanh' }).psi, phi: make().phi }),
    },
    methods: {
      bound: (model) => model.bound(batch),
      evaluate: (model) => model.evaluate(views),
      clusters: (model) => model.clusters(views.y),
      predict: (model) => model.predict(views.x),
    },
  },
);

const sentences = [
  ['we', 'saw', 'it', 'run'],
  ['we', 'ran', 'a'],
];
const vocabulary = vocabularyOf(sentences, { minCount: 2, alsoSpell: [['sawn']] });
const words = wordsInContext(sentences, vocabulary, 1);
const makeWords = (overrides: Partial<WordCotrainOptions> = {}) =>
  createWordCotrain({ vocabulary, dim: 3, units: 2, width: 1, codewords: 4, rng: createRng(0), ...overrides });
const sizes = { dim: 3, units: 2, width: 1, codewords: 4 };

/** Encoders whose word vectors are shared, or not. */
function ofOwnEncoders(shared: boolean): InfoCotrain {
  const rng = createRng(4);
  const vectors = () => wordEmbedding(vocabulary, { dim: sizes.dim, rng });
  const embedding = vectors();
  return new InfoCotrain({
    psi: wordEncoder({ vocabulary, embedding, units: sizes.units, codewords: sizes.codewords, rng }),
    phi: contextEncoder({
      embedding: shared ? embedding : vectors(),
      width: sizes.width,
      codewords: sizes.codewords,
      rng,
    }),
  });
}

describeModel<InfoCotrain, Views, CotrainPlayersOptions, Partial<WordCotrainOptions>>(
  'createWordCotrain with one player',
  {
    make: makeWords,
    factory: createWordCotrain,
    batches: () => batches(words, { size: 4, rng: createRng(2) }),
    players: (model) =>
      model.players({
        joint: { optimizer: tf.train.adam(1e-2), objective: (batch) => model.bound(batch) },
      }),
    outputs: outputsOn(words),
    mismatches: {
      'order of words': { vocabulary: vocabularyOf([...sentences].reverse(), { minCount: 2, alsoSpell: [['sawn']] }) },
      'rare words': { vocabulary: vocabularyOf(sentences, { alsoSpell: [['sawn']] }) },
      'characters that are read': {
        vocabulary: vocabularyOf(sentences, { minCount: 2, alsoSpell: [['sawn']], maxCharacters: 2 }),
      },
      'word vectors': { dim: 4 },
      context: { width: 2 },
      'units of the speller': { units: 3 },
    },
    methods: {
      clusters: (model) => model.clusters(words.y),
    },
  },
);

describe('descriptions of own encoders', () => {
  it('say whether the encoders share variables', () => {
    const [shared, apart] = [ofOwnEncoders(true), ofOwnEncoders(false)];
    expect(shared.config['shared']).toEqual([['psi/embedding', 'phi/embedding']]);
    expect(apart.config['shared']).toEqual([]);
    expect({ ...apart.config, shared: shared.config['shared'] }).toEqual(shared.config);
  });

  it('say that Z is the label', () => {
    const phi = () =>
      conditional(mlp({ inputDim: 2, hidden: [], outputDim: 3, rng: createRng(0) }), categoricalHead(3));
    const model = new InfoCotrain({ psi: labelCode(3), phi: phi() });
    expect(model.config['networks']).toMatchObject({ psi: { kind: 'label-code', classes: 3 } });
    model.dispose();
  });
});

describe('a vocabulary', () => {
  it('made of its description after JSON is the same', () => {
    const again = vocabularyFrom(JSON.parse(JSON.stringify(vocabulary.config)));
    const { numberOf, ...fields } = again;
    const { numberOf: _, ...expected } = vocabulary;
    expect(fields).toEqual(expected);
    expect(sentences.flat().map(numberOf)).toEqual(sentences.flat().map(vocabulary.numberOf));
  });

  it.each<[string, object, RegExp]>([
    ['an unknown field', { word: [] }, /got 'word'. Did you mean 'words'/],
    ['no words', { words: [''], counts: [0] }, /at least two of each/],
    ['a count too few', { words: ['', 'a', 'b'], counts: [0, 1] }, /one count per word/],
    ['a word twice', { words: ['', 'a', 'a'], counts: [0, 1, 1] }, /distinct words/],
    ['no absent word', { words: ['a', 'b'], counts: [1, 1] }, /expected '' and then/],
    ['counts that rise', { words: ['', 'a', 'b'], counts: [0, 1, 2] }, /counts\[2\].*from 0 to 1/],
    ['half a count', { words: ['', 'a'], counts: [0, 0.5] }, /counts\[1\].*got 0.5/],
    ['a limit of 0', { minCount: 0 }, /minCount.*got 0/],
  ])('refuses a description with %s', (_, change, message) => {
    expect(() => vocabularyFrom({ ...vocabulary.config, ...change })).toThrow(message);
  });
});

describe('refusals', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['a misspelt option', () => make({ codeword: 3 } as never), /got 'codeword'. Did you mean 'codewords'/],
    ['no codewords', () => make({ codewords: 0 }), /createInfoCotrain\(\{ codewords \}\).*got 0/],
    ['an unknown activation', () => make({ activation: 'zz' as never }), /got 'zz'/],
    ['hidden widths that are no array', () => make({ hidden: 3 as never }), /\{ hidden \}\): expected an array/],
    ['no rng', () => make({ rng: undefined as never }), /createInfoCotrain\(\{ rng \}\)/],
    ['a misspelt option of words', () => makeWords({ unit: 3 } as never), /got 'unit'. Did you mean 'units'/],
    ['no units', () => makeWords({ units: 0 }), /createWordCotrain\(\{ units \}\).*got 0/],
    [
      'a vocabulary that is none',
      () => makeWords({ vocabulary: { words: [''] } as never }),
      /vocabularyFrom\(config\)/,
    ],
  ])('a factory refuses %s, and leaves no tensor', (_, act, message) => {
    const before = tf.memory().numTensors;
    expect(act).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('batches without y are refused while training', async () => {
    const model = make();
    const [player] = model.players();
    await expect(async () => player!.take({ x: views.x } as never, { step: 0, rng: createRng(0) })).rejects.toThrow(
      'expected arrays { x, y }',
    );
    model.dispose();
  });

  it.each<[string, object]>([
    ['createInfoCotrain', { xDim: 1e8, yDim: 2, codewords: 4, hidden: [100] }],
    ['createInfoCotrain', { xDim: 2, yDim: 2, codewords: 1e300 }],
    ['createWordCotrain', { vocabulary: vocabulary.config, ...sizes, dim: 1e8 }],
    ['createWordCotrain', { vocabulary: vocabulary.config, ...sizes, units: 1e6 }],
    ['createWordCotrain', { vocabulary: vocabulary.config, ...sizes, width: 1e9 }],
  ])('%s refuses a small file that asks for too much, %j, in milliseconds', async (name, options) => {
    const factory = name === 'createInfoCotrain' ? createInfoCotrain : createWordCotrain;
    const metadata = { 'latents.model': JSON.stringify({ kind: 'info-cotrain', options }) };
    const bytes = encodeSafetensors({ arrays: {}, metadata });
    const [before, start] = [tf.memory().numTensors, performance.now()];
    await expect(load(factory, bytes)).rejects.toThrow(/load\(factory, source\)/);
    expect(performance.now() - start).toBeLessThan(200);
    expect(tf.memory().numTensors).toBe(before);
  });
});
