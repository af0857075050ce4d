import type { Reparameterization } from '@latents/core';
import {
  categoricalCode,
  createGan,
  createInfoGan,
  type Gan,
  gaussianNoise,
  type InfoGan,
  type NetworkConfig,
  spectralNorm,
} from '@latents/gan';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { encodeSafetensors, load, save } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const codes = { c: categoricalCode(2) };
const gan = (changed: object) => () => createGan({ dataDim: 2, rng: createRng(0), ...changed });
const info = (changed: object) => () => createInfoGan({ dataDim: 2, codes, rng: createRng(0), ...changed });
const described: NetworkConfig = { kind: 'mlp', inputDim: 2, hidden: [], outputDim: 2 };

describe('a refused option makes no variable', () => {
  it.each<[string, () => unknown, string]>([
    ['unknown name', gan({ hiden: [4] }), "got 'hiden'. Did you mean 'hidden'?"],
    ['unknown name', info({ code: codes }), "got 'code'. Did you mean 'codes'?"],
    ['inherited activation', gan({ activation: 'constructor' }), "got 'constructor'"],
    ['unknown activation of G', gan({ outputActivation: 'softmax' }), "got 'softmax'"],
    ['no rng', gan({ rng: undefined }), 'createGan({ rng }): expected rng, as from createRng(seed)'],
    ['no rng', info({ rng: undefined }), 'createInfoGan({ rng })'],
    ['a width that is no array', gan({ hidden: 64 }), 'createGan({ hidden }): expected an array of widths, got 64'],
    ['a flag that is no boolean', info({ batchNorm: 'no' }), 'createInfoGan({ batchNorm }): expected true or false'],
    ['unknown kernels', gan({ reparameterize: 'weightNorm' }), "expected 'spectralNorm', got 'weightNorm'"],
    ['unknown noise', gan({ noise: { kind: 'cauchy', dimension: 2 } }), "got 'cauchy'"],
    ['noise of an unknown option', gan({ noise: { kind: 'box', dimension: 2, scale: 3 } }), "got 'scale'"],
    ['noise that is none', gan({ noise: 2 }), 'createGan({ noise }): expected an object with options kind, dimension'],
    ['unknown feature option', gan({ features: { counts: 3 } }), "got 'counts'. Did you mean 'count'?"],
    ['feature scale', gan({ features: { scale: 0 } }), 'createGan({ features }): scale: expected a positive'],
    ['normalization that is none', gan({ normalization: 3 }), 'expected { loc, scale }, as standardize(data) returns'],
    ['normalization of text', gan({ normalization: { loc: [0, 0], scale: ['1', '1'] } }), 'positive finite scale'],
    ['codes that are none', info({ codes: 'mode' }), 'createInfoGan({ codes }): expected codes by name'],
    ['a code that is none', info({ codes: { c: 10 } }), "got number for 'c'"],
    ['a list without codes', info({ codes: [] }), 'at least one code, got none'],
    ['a code without a name', info({ codes: [{ kind: 'bernoulli', dimension: 1 }] }), 'expected a name of code 0'],
    ['an unknown code', info({ codes: [{ name: 'c', kind: 'poisson' }] }), "kind of 'c': expected 'categorical'"],
    [
      'an unknown option of a code',
      info({ codes: [{ name: 'c', kind: 'uniform', dimension: 1, leastScal: 0.1 }] }),
      "got 'leastScal'. Did you mean 'leastScale'?",
    ],
    [
      'two codes of one name',
      info({ codes: [1, 2].map((dimension) => ({ name: 'c', kind: 'bernoulli', dimension })) }),
      "codes of distinct names, got 'c' twice",
    ],
    ['an unknown network', gan({ generator: { kind: 'resnet' } }), "createGan({ generator }): kind: expected 'mlp'"],
    ['a network of an inherited kind', gan({ generator: { kind: 'toString' } }), "got 'toString'"],
    ['a network instead of a description', gan({ generator: { apply: () => 0 } }), 'got a network; give it to a class'],
    ['an unknown option of a network', gan({ generator: { ...described, hiden: [3] } }), "got 'hiden'"],
    [
      'networks that are no list',
      gan({ discriminator: { kind: 'sequential', networks: 3 } }),
      "{ kind: 'sequential', networks }: expected an array",
    ],
    [
      'a generator of another length',
      gan({ generator: { ...described, outputDim: 3 } }),
      'expected a generator that outputs [2], as dataDim says, got [3]',
    ],
    [
      'an option for a described generator',
      gan({ generator: described, batchNorm: true }),
      'expected no batchNorm where generator is described',
    ],
    [
      'an option for a described discriminator',
      gan({ discriminator: { ...described, outputDim: 1 }, reparameterize: 'spectralNorm' }),
      'expected no reparameterize where discriminator is described',
    ],
    [
      'an option for two described networks',
      gan({ generator: described, discriminator: { ...described, outputDim: 1 }, hidden: [3] }),
      'expected no hidden where generator and discriminator are described',
    ],
    [
      'a discriminator that does not fit the packing',
      gan({ packing: 2, discriminator: { ...described, outputDim: 1 } }),
      'a discriminator of 2 times [2]',
    ],
    [
      'a second network of a sequence',
      gan({ discriminator: { kind: 'sequential', networks: [described, { kind: 'maxoutNet' }] } }),
      'maxoutNet({ pieces })',
    ],
  ])('%s: %#', async (_, make, message) => {
    await expectNoLeak(() => expect(make).toThrow(message));
  });
});

/** A file of a few hundred bytes with a description that asks for something huge, or wrong. */
const fileOf = (config: object) =>
  encodeSafetensors({ arrays: {}, metadata: { 'latents.model': JSON.stringify(config) } });
const bytesOf = async (model: Gan | InfoGan): Promise<Uint8Array> => {
  const written: Uint8Array[] = [];
  await save(model, { write: async (bytes) => void written.push(bytes) });
  return written[0]!;
};

describe('a hostile file is refused in milliseconds, and makes no variable', () => {
  const list = [{ name: 'c', kind: 'categorical', classes: 2 }];
  const square: [number, number, number] = [30_000, 30_000, 1];
  it.each<[string, object]>([
    ['hidden widths', { dataDim: 2, hidden: [30_000, 20_000] }],
    ['a small layer before a huge one', { dataDim: 2, hidden: [2, 30_000, 20_000] }],
    ['data', { dataDim: 1e8 }],
    ['noise', { dataDim: 2, noise: { kind: 'gaussian', dimension: 1e9 } }],
    ['packing', { dataDim: 2, packing: 1e9 }],
    ['no integer', { dataDim: 1e300 }],
    ['Fourier features', { dataDim: 2, features: { count: 1e12 } }],
    ['discriminator alone', { dataDim: 2, generator: described, hidden: [30_000, 20_000] }],
    [
      'maxout',
      { dataDim: 2, discriminator: { kind: 'maxoutNet', inputDim: 2, hidden: [3], pieces: 1e9, outputDim: 1 } },
    ],
    [
      'similarities',
      { dataDim: 2, discriminator: { kind: 'minibatchDiscrimination', inputDim: 2, kernels: 1e6, kernelDim: 1e6 } },
    ],
    ['filters', { dataDim: 2, generator: { kind: 'dcganGenerator', latentDim: 2, filters: [1e5, 1e5] } }],
    ['image', { dataDim: 9e8, discriminator: { kind: 'dcganDiscriminator', imageShape: square, outputDim: 100 } }],
    ['classes', { dataDim: 2, codes: [{ name: 'c', kind: 'categorical', classes: 1e9 }] }],
    ['bits', { dataDim: 2, codes: [{ name: 'c', kind: 'bernoulli', dimension: 1e9 }] }],
    ['the posterior', { dataDim: 2, codes: list, posteriorHidden: [30_000, 30_000] }],
    ['the trunk', { dataDim: 2, codes: list, trunk: { ...described, hidden: [1e5, 1e5] } }],
  ])('%s', async (_, options) => {
    const [kind, factory] = 'codes' in options ? ['info-gan', createInfoGan] : ['gan', createGan];
    const bytes = fileOf({ kind, options });
    const start = performance.now();
    await expectNoLeak(() =>
      expect(load<Gan | InfoGan>(factory as typeof createGan, bytes)).rejects.toThrow(
        'load(factory, source): the factory refused the options',
      ),
    );
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('load', () => {
  it('refuses the file of a Gan for an InfoGan, and the other way round', async () => {
    const [one, other] = [gan({})(), info({})()];
    await expect(load(other, await bytesOf(one))).rejects.toThrow("expected a saved 'info-gan', got a 'gan'");
    await expect(load(createGan, await bytesOf(other))).rejects.toThrow('the factory refused the options');
  });

  it('says that a model with kernels of the user’s own has no options to make it again from', async () => {
    const mine: Reparameterization = (kernel) => ({ variables: { kernel }, value: () => tf.mul(kernel, 2) });
    const one = gan({ reparameterize: mine })();
    expect(one.config['options']).toBeUndefined();
    await expect(load(createGan, await bytesOf(one))).rejects.toThrow("expected a 'gan' made by a factory");
    const same = gan({ reparameterize: mine, rng: createRng(1) })();
    await load(same, await bytesOf(one));
    expect([...same.sample(2, createRng(2)).dataSync()]).toEqual([...one.sample(2, createRng(2)).dataSync()]);
  });

  it('names the noise space of the user’s own that no factory can make', async () => {
    const noise = { ...gaussianNoise(2), config: { kind: 'mine', dimension: 2 } };
    await expect(load(createGan, await bytesOf(gan({ noise })()))).rejects.toThrow(
      "createGan({ noise }): kind: expected 'gaussian'",
    );
  });

  it('reads what a function and its description make alike', async () => {
    const byFunction = gan({ reparameterize: spectralNorm(), noise: gaussianNoise(3) })();
    const byName = gan({ reparameterize: 'spectralNorm', noise: { kind: 'gaussian', dimension: 3 } })();
    expect(byName.config).toEqual(byFunction.config);
    const byConfig = gan({
      noise: gaussianNoise(3),
      generator: { kind: 'mlp', inputDim: 3, hidden: [64, 64], outputDim: 2 },
      reparameterize: 'spectralNorm',
    })();
    expect([...byConfig.sample(2, createRng(1)).dataSync()]).toEqual([...byName.sample(2, createRng(1)).dataSync()]);
  });

  it('keeps codes in their order, whatever their names', async () => {
    const described = [
      { name: 'b', kind: 'bernoulli', dimension: 1 },
      { name: 'a', kind: 'bernoulli', dimension: 1 },
    ];
    const one = info({ codes: described })();
    const again = await load(createInfoGan, await bytesOf(one));
    expect(Object.keys(again.parts.codes)).toEqual(['b', 'a']);
    expect(again.config['codes']).toEqual(described);
  });
});
