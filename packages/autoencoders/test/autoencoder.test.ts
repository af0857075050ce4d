import {
  Autoencoder,
  type AutoencoderOptions,
  additiveCorruption,
  type Corruption,
  createAutoencoder,
  dropoutCorruption,
  gaussianCorruption,
  maskingCorruption,
  saltAndPepperCorruption,
} from '@latents/autoencoders';
import {
  bernoulliHead,
  conditional,
  Deterministic,
  deterministicHead,
  klDivergence,
  Laplace,
  mlp,
  Normal,
} from '@latents/core';
import { createRng, ndArray, symmetricEigen } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { batches, fit, load, readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bits, bytesOf } from './readings.js';

beforeAll(() => useBackend('cpu'));

const small = (options: Partial<AutoencoderOptions> = {}) =>
  createAutoencoder({ inputDim: 4, latentDim: 2, hidden: [5], rng: createRng(0), ...options });
const x = tf.tensor2d(bits(6, 4).data, [6, 4]);
const nats = (model: Autoencoder, at = x) => model.reconstructionLogProb(at).value.dataSync()[0]!;

describe('log P(x | encoder(x))', () => {
  it('by hand: the Bernoulli log-likelihood of the means that it reconstructs', () => {
    const model = small();
    const [p, v] = [model.reconstruct(x).dataSync(), Array.from(x.dataSync())];
    const expected = v.reduce((sum, bit, i) => sum + Math.log(bit === 1 ? p[i]! : 1 - p[i]!), 0) / 6;
    expect(nats(model)).toBeCloseTo(expected, 4);
    const { side, of, terms } = model.reconstructionLogProb(x);
    expect([side, of, terms.map(({ name }) => name)]).toEqual(['exact', 'log p(x | encoder(x))', ['reconstruction']]);
  });

  it('normal: minus a squared error over twice the variance, and the constant', () => {
    const model = small({ likelihood: { normal: 0.5 } });
    const [p, v] = [model.reconstruct(x).dataSync(), Array.from(x.dataSync())];
    const squares = v.reduce((sum, value, i) => sum + (value - p[i]!) ** 2, 0) / 6;
    expect(nats(model)).toBeCloseTo(-2 * squares - 4 * (Math.log(0.5) + 0.5 * Math.log(2 * Math.PI)), 4);
  });

  it('linear, normal: trained to the optimum it is principal component analysis', async () => {
    // A 5-dimensional normal with standard deviations 2, 1.5, 0.5, 0.3, 0.2 along rotated axes.
    const rng = createRng(1);
    const [n, d] = [400, 5];
    const scales = [2, 1.5, 0.5, 0.3, 0.2];
    const turn = (i: number, j: number) => Math.cos(((i + 1) * (2 * j + 1) * Math.PI) / 11);
    const rows = Array.from({ length: n }, () => {
      const z = scales.map((s) => s * rng.normal());
      return Array.from({ length: d }, (_, i) => z.reduce((sum, v, j) => sum + v * turn(i, j), 0));
    });
    const mean = Array.from({ length: d }, (_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / n);
    const centred = rows.map((row) => row.map((v, i) => v - mean[i]!));
    const covariance = Float64Array.from({ length: d * d }, (_, k) =>
      centred.reduce((sum, row) => sum + (row[Math.floor(k / d)]! * row[k % d]!) / n, 0),
    );
    const values = [...symmetricEigen(covariance, d).values].sort((a, b) => b - a);
    const residual = values.slice(2).reduce((sum, v) => sum + v, 0);
    const optimum = -residual / 2 - (d / 2) * Math.log(2 * Math.PI);
    const model = createAutoencoder({ inputDim: d, latentDim: 2, hidden: [], likelihood: { normal: 1 }, rng });
    const data = ndArray([n, d], Float32Array.from(centred.flat()));
    for (const rate of [0.03, 0.003]) {
      for await (const _ of fit(
        model.players({ optimizer: tf.train.adam(rate) }),
        batches(data, { size: n, rng: createRng(2) }),
        {
          steps: 250,
          rng: createRng(3),
        },
      ));
    }
    const found = nats(model, tf.tensor2d(data.data as Float32Array, [n, d]));
    expect(found).toBeLessThan(optimum + 1e-4);
    expect(found).toBeGreaterThan(optimum - 1e-2);
  });

  it('E4: an overcomplete code is allowed, and is not the identity by itself; a perfect score is never attained', async () => {
    const wide = small({ latentDim: 9, hidden: [] });
    expect(nats(wide)).toBeLessThan(-1);
    const steps = wide.players({ optimizer: tf.train.adam(0.05) });
    for (let step = 0; step < 200; step++) {
      await steps[0]!.take(bits(6, 4), { step, rng: createRng(step) });
    }
    expect(nats(wide)).toBeGreaterThan(-0.2);
    expect(nats(wide)).toBeLessThan(0);
  });

  it('E5: there is no ELBO: the KL of a point to a prior is infinite', () => {
    const point = new Deterministic({ loc: tf.scalar(0.3) });
    expect(klDivergence(point, new Normal({ loc: 0, scale: 1 })).dataSync()[0]).toBe(Infinity);
    expect('elbo' in small()).toBe(false);
  });
});

describe('denoising', () => {
  const corruption = maskingCorruption(0.5);

  it('the encoder is shown x~, and the clean x is scored', () => {
    const model = small({ corruption });
    const shown = model.corrupt(x, createRng(4));
    const p = model.denoise(shown).dataSync();
    const expected =
      Array.from(x.dataSync()).reduce((sum, bit, i) => sum + Math.log(bit === 1 ? p[i]! : 1 - p[i]!), 0) / 6;
    const found = model.reconstructionLogProb(x, createRng(4));
    expect(found.value.dataSync()[0]).toBeCloseTo(expected, 4);
    expect(found.of).toBe('E log p(x | encoder(x~))');
    expect([...shown.dataSync()]).not.toEqual([...x.dataSync()]);
  });

  it("E6, E7: of masking with 1/2 the objective is the note's expectation over epsilon_i = -x_i, by enumeration", () => {
    const model = small({ corruption });
    const one = x.slice([1, 0], [1, 4]);
    let exact = 0;
    for (let mask = 0; mask < 16; mask++) {
      const epsilon = tf.tensor2d([[0, 1, 2, 3].map((i) => (mask & (1 << i) ? -one.dataSync()[i]! : 0))]);
      const p = model.denoise(one.add(epsilon)).dataSync();
      exact +=
        Array.from(one.dataSync()).reduce((sum, bit, i) => sum + Math.log(bit === 1 ? p[i]! : 1 - p[i]!), 0) / 16;
    }
    const copies = tf.tile(one, [4000, 1]);
    const found = model.reconstructionLogProb(copies, createRng(5)).value.dataSync()[0]!;
    // At an untrained model the 16 values differ by less than 1 nat: a standard deviation below 1/2.
    expect(Math.abs(found - exact)).toBeLessThan((4 * 0.5) / Math.sqrt(4000));
    expect(Math.abs(exact - nats(model, one))).toBeGreaterThan(1e-4);
  });

  it('E7: at test time the clean x is encoded, unscaled', () => {
    const [plain, denoising] = [small(), small({ corruption })];
    expect([...denoising.encode(x).dataSync()]).toEqual([...plain.encode(x).dataSync()]);
    expect(nats(denoising)).toBe(nats(plain));
  });

  it('learns to undo what the basic one does not', async () => {
    const data = bits(400, 12, 3);
    const heldOut = bits(200, 12, 4);
    const clean = tf.tensor2d(heldOut.data, [200, 12]);
    const noise = saltAndPepperCorruption(0.2);
    const score = async (options: Partial<AutoencoderOptions>) => {
      const model = createAutoencoder({ inputDim: 12, latentDim: 12, hidden: [24], rng: createRng(5), ...options });
      for await (const _ of fit(
        model.players({ optimizer: tf.train.adam(0.01) }),
        batches(data, { size: 50, rng: createRng(6) }),
        {
          epochs: 40,
          rng: createRng(7),
        },
      ));
      const p = model.denoise(noise.apply(clean, createRng(8))).dataSync();
      return (
        heldOut.data.reduce((sum, bit, i) => sum + Math.log(Math.max(1e-7, bit === 1 ? p[i]! : 1 - p[i]!)), 0) / 200
      );
    };
    expect(await score({ corruption: noise })).toBeGreaterThan((await score({})) + 1);
  });
});

describe('the usual', () => {
  it('steps move both networks up, soundly, the same on cpu and wasm', async () => {
    const on = async (backend: 'cpu' | 'wasm') => {
      await useBackend(backend);
      const model = small({ corruption: gaussianCorruption(0.1) });
      const found: number[] = [];
      for await (const reading of fit(
        model.players({ optimizer: tf.train.adam(0.02), clipNorm: 1 }),
        batches(bits(50, 4), { size: 25, rng: createRng(9) }),
        {
          epochs: 5,
          rng: createRng(10),
        },
      )) {
        expect([reading.direction, reading.sound, reading.side]).toEqual(['up', true, 'exact']);
        found.push(reading.nats);
      }
      return found;
    };
    const [cpu, wasm] = [await on('cpu'), await on('wasm')];
    wasm.forEach((v, i) => {
      expect(v).toBeCloseTo(cpu[i]!, 4);
    });
    expect(cpu.at(-1)).toBeGreaterThan(cpu[0]!);
    await useBackend('cpu');
  });

  it('shapes, and nothing is left', async () => {
    const model = small({ corruption: maskingCorruption(0.5) });
    const y = tf.tensor2d(bits(3, 4).data, [3, 4]);
    expect([model.encode(y).shape, model.decode(tf.zeros([5, 2])).shape]).toEqual([
      [3, 2],
      [5, 4],
    ]);
    for (const make of [
      () => model.encode(y),
      () => model.reconstruct(y),
      () => model.denoise(y),
      () => model.corrupt(y, createRng(0)),
    ]) {
      await expectNoLeak(make, 1);
    }
    await expectNoLeak(() => model.reconstructionLogProb(y, createRng(0)), 1);
    const before = tf.memory().numTensors;
    model.dispose();
    model.dispose();
    expect(before - tf.memory().numTensors).toBe(8);
  });

  it.each([
    {},
    { corruption: maskingCorruption(0.3) },
    { corruption: dropoutCorruption(0.3) },
    { corruption: saltAndPepperCorruption(0.3, { low: -1 }) },
    { corruption: gaussianCorruption(0.3), likelihood: { normal: 0.7 } },
  ] as const)('saved and loaded, it is the same model and its corruption draws the same: %#', async (options) => {
    const model = small(options);
    const again = await load(createAutoencoder, await bytesOf(model));
    expect([...again.reconstruct(x).dataSync()]).toEqual([...model.reconstruct(x).dataSync()]);
    expect(again.config).toEqual(model.config);
    if (model.corruption) {
      expect([...again.corrupt(x, createRng(1)).dataSync()]).toEqual([...model.corrupt(x, createRng(1)).dataSync()]);
    }
  });

  it('an additive corruption must be given again, and must be the same', async () => {
    const corruption = additiveCorruption(new Laplace({ loc: 0, scale: 1 }));
    const bytes = await bytesOf(small({ corruption }));
    await expect(load(createAutoencoder, bytes)).rejects.toThrow('Give a corruption of your own to the factory');
    const giving = (own: Corruption) => (options: AutoencoderOptions) =>
      createAutoencoder({ ...options, corruption: own });
    expect((await load(giving(corruption), bytes)).corruption).toBe(corruption);
    const louder = additiveCorruption(new Laplace({ loc: 0, scale: 2 }));
    await expect(load(giving(louder), bytes)).rejects.toThrow(
      'expected options.corruption.variance.0 to be 8, got 2 in the file',
    );
  });
});

describe('bad input', () => {
  it.each([
    [{ inputDim: 0 }, 'createAutoencoder({ inputDim }): expected a positive integer, got 0'],
    [{ latentDim: 1.5 }, '{ latentDim }'],
    [{ hidden: [0] }, 'hidden[0]'],
    [{ likelihood: { normal: 0 } }, 'standard deviation, got 0'],
    [{ likelihood: 'poisson' as 'bernoulli' }, `got "poisson"`],
  ])('%j', (options, message) => {
    expect(() => small(options)).toThrow(message);
  });

  it('values outside the support, shapes, NaN', async () => {
    const model = small();
    expect(() => model.encode(tf.fill([1, 4], 2))).toThrow('values from 0 to 1');
    expect(() => model.encode(tf.zeros([1, 3]))).toThrow('expected x of shape [batch, 4], got [1,3]');
    expect(() => model.denoise(tf.fill([1, 4], Number.NaN))).toThrow(
      'expected finite values, got NaN in row 0, column 0',
    );
    expect([...model.denoise(tf.fill([1, 4], 2)).shape]).toEqual([1, 4]);
    const [player] = model.players({ optimizer: tf.train.adam(0.1) });
    const batch = ndArray([2, 4], Float32Array.of(0, 1, 0, 1, 0, 0, -1, 0));
    await expect(player!.take(batch, { step: 0, rng: createRng(0) })).rejects.toThrow('got -1 in row 1, column 2');
  });

  it('corrupting without a corruption; networks that do not meet; weights of another', async () => {
    expect(() => small().corrupt(x, createRng(0))).toThrow('expected a denoising autoencoder, got a basic one');
    const rng = createRng(0);
    const of = (a: number, b: number) => mlp({ inputDim: a, hidden: [], outputDim: b, rng });
    expect(
      () =>
        new Autoencoder({
          encoder: conditional(of(4, 2), deterministicHead(2)),
          decoder: conditional(of(3, 4), bernoulliHead(4)),
          support: 'unit interval',
        }),
    ).toThrow('expected a decoder from [2] to [4]');
    const state = await readParameters(small({ hidden: [6] }).parameters);
    expect(() => small().assign(state)).toThrow(
      "autoencoder.assign(arrays): expected 'encoder/dense0/kernel' of shape [4,5], got [4,6]",
    );
  });

  it('a step too large stops with the step and the term, and leaves the weights', async () => {
    const model = small({ likelihood: { normal: 1e-3 } });
    const [player] = model.players({ optimizer: tf.train.sgd(1e30) });
    let failed: unknown;
    for (let step = 0; step < 20 && failed === undefined; step++) {
      const before = await readParameters(model.parameters);
      try {
        await player!.take(bits(8, 4), { step, rng: createRng(0) });
      } catch (error) {
        failed = error;
        expect(await readParameters(model.parameters)).toEqual(before);
      }
    }
    expect(String(failed)).toMatch(/step \d+.*player 'encoder and decoder'/);
  });
});
