import { jensenShannonBound, massesOfDensities, solveGame } from '@latents/gan';
import { createRng, type NdArray } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('wasm'));

const normals = (count: number, mean: number, scale: number, seed: number): NdArray => ({
  shape: [count, 1],
  data: createRng(seed)
    .fillNormal(new Float32Array(count))
    .map((e) => mean + scale * e),
});
const logNormal =
  (mean: number, scale: number) =>
  ([x]: readonly number[]) =>
    -0.5 * ((x! - mean) / scale) ** 2 - Math.log(scale * Math.sqrt(2 * Math.PI));
const truth = (mean: number, scale: number) =>
  solveGame(massesOfDensities(logNormal(0, 1), logNormal(mean, scale), { low: [-12], high: [14], cells: 2000 }))
    .jensenShannon;

const count = 4000;
const options = { steps: 150, hidden: [16], learningRate: 0.02 };

describe('against quadrature', () => {
  it.each([
    [1, 1],
    [0, 0.4],
    [3, 1],
    [0, 1],
  ])('N(0, 1) and N(%d, %d^2): below the JSD within 4 standard errors, and near it', async (mean, scale) => {
    const { bound, standardError } = await jensenShannonBound(normals(count, 0, 1, 1), normals(count, mean, scale, 2), {
      ...options,
      rng: createRng(3),
    });
    const exact = truth(mean, scale);
    expect(standardError).toBeLessThan(0.02);
    expect(bound.value).toBeLessThan(exact + 4 * standardError);
    expect(bound.value).toBeGreaterThan(exact - 4 * standardError - 0.01);
    expect([bound.side, bound.of]).toEqual(['lower', 'JSD(P, P_G)']);
  });

  it('modes narrower than D can see: with Fourier features it sees them, and is still below the JSD', async () => {
    const centres = [-1.5, -0.5, 0.5, 1.5];
    const narrow = (scale: number, seed: number): NdArray => {
      const rng = createRng(seed);
      const draw = () => centres[rng.integer(4)]! + scale * rng.normal();
      return { shape: [count, 1], data: Float32Array.from({ length: count }, draw) };
    };
    const logDensity = (scale: number) => (at: readonly number[]) =>
      Math.log(centres.reduce((sum, centre) => sum + Math.exp(logNormal(centre, scale)(at)) / 4, 0));
    const [p, q] = [0.04, 0.16];
    const exact = solveGame(
      massesOfDensities(logDensity(p), logDensity(q), { low: [-3], high: [3], cells: 6000 }),
    ).jensenShannon;
    const found = (more: object) =>
      jensenShannonBound(narrow(p, 30), narrow(q, 31), { ...options, ...more, rng: createRng(32) });
    const [plain, seeing] = [await found({}), await found({ features: { count: 32, scale: 10 } })];
    expect(seeing.bound.value).toBeGreaterThan(exact - 4 * seeing.standardError - 0.03);
    expect(seeing.bound.value).toBeLessThan(exact + 4 * seeing.standardError);
    expect(seeing.bound.value).toBeGreaterThan(plain.bound.value + 0.1);
  });

  it('the standard error is that of the best D, by quadrature', async () => {
    const { standardError } = await jensenShannonBound(normals(count, 0, 1, 20), normals(count, 1, 1, 21), {
      ...options,
      rng: createRng(22),
    });
    // D* of normals a unit apart has the logit 1/2 - x.
    const variance = (mean: number, sign: number) => {
      const h = 0.01;
      let [first, second] = [0, 0];
      for (let x = -10; x < 10; x += h) {
        const mass = Math.exp(logNormal(mean, 1)([x])) * h;
        const log = -Math.log1p(Math.exp(-sign * (0.5 - x)));
        first += mass * log;
        second += mass * log * log;
      }
      return second - first * first;
    };
    const expected = Math.sqrt((variance(0, 1) + variance(1, -1)) / (count / 2)) / 2;
    expect(standardError / expected).toBeGreaterThan(0.85);
    expect(standardError / expected).toBeLessThan(1.15);
  });

  it('disjoint: log 2, and no more', async () => {
    const { bound } = await jensenShannonBound(normals(200, 0, 1, 4), normals(200, 1000, 1, 5), {
      ...options,
      rng: createRng(6),
    });
    expect(bound.value).toBeGreaterThan(0.69);
    expect(bound.value).toBeLessThanOrEqual(Math.LN2);
  });

  it('few examples and a D that learns them by heart: held out, the bound does not rise above the truth', async () => {
    // On what it was trained on, such a D would claim much.
    const { bound, standardError } = await jensenShannonBound(normals(40, 0, 1, 7), normals(40, 0, 1, 8), {
      rng: createRng(9),
      steps: 300,
      learningRate: 0.03,
    });
    expect(bound.value).toBeLessThan(4 * standardError);
    expect(bound.value).toBeLessThan(0);
  });
});

describe('examples as they come', () => {
  it('sorted: the bound is still of all of P', async () => {
    // Half of P is near P_G and half far. A discriminator of the near half, asked about the far one, would claim 0.36.
    const real = { shape: [count, 1], data: normals(count, 0, 1, 13).data.map((e, i) => e + (i < count / 2 ? 1 : 4)) };
    const logHalves = (x: readonly number[]) =>
      Math.log((Math.exp(logNormal(1, 1)(x)) + Math.exp(logNormal(4, 1)(x))) / 2);
    const exact = solveGame(
      massesOfDensities(logHalves, logNormal(0, 1), { low: [-12], high: [16], cells: 2000 }),
    ).jensenShannon;
    const { bound, standardError } = await jensenShannonBound(real, normals(count, 0, 1, 14), {
      ...options,
      rng: createRng(15),
    });
    expect(bound.value).toBeLessThan(exact + 4 * standardError);
    expect(bound.value).toBeGreaterThan(exact - 4 * standardError - 0.01);
  });

  it('more of one kind than of the other: drawn from all of them', async () => {
    const sorted = { shape: [count, 1], data: normals(count, 0, 1, 16).data.slice().sort() };
    const { bound, standardError } = await jensenShannonBound(sorted, normals(1000, 0, 1, 17), {
      ...options,
      rng: createRng(18),
    });
    expect(Math.abs(bound.value)).toBeLessThan(4 * standardError + 0.02);
  });

  it.each([Float64Array, Int32Array, Uint8Array])('of any element type: %o', async (Type) => {
    const digits = (seed: number): NdArray => ({
      shape: [40, 2],
      data: new Type(Array.from({ length: 80 }, (_, i) => (i * seed) % 7)),
    });
    const once = (of: (seed: number) => NdArray) =>
      jensenShannonBound(of(3), of(5), { rng: createRng(19), steps: 3, hidden: [4] });
    const floats = (seed: number): NdArray => ({ shape: [40, 2], data: Float32Array.from(digits(seed).data) });
    expect((await once(digits)).bound.value).toBeCloseTo((await once(floats)).bound.value, 5);
  });
});

it('is a function of the stream, and leaks nothing', async () => {
  const [real, generated] = [normals(50, 0, 1, 10), normals(60, 1, 1, 11)];
  const once = async () =>
    (await jensenShannonBound(real, generated, { rng: createRng(12), steps: 3, hidden: [4] })).bound.value;
  expect(await once()).toBe(await once());
  await expectNoLeak(once);
});

it('examples of any shape, on cpu as on wasm', async () => {
  const images = (seed: number): NdArray => ({
    shape: [20, 2, 3, 1],
    data: createRng(seed).fillUniform(new Float32Array(120)),
  });
  const on = async (backend: 'cpu' | 'wasm') => {
    await useBackend(backend);
    return (await jensenShannonBound(images(1), images(2), { rng: createRng(3), steps: 5, hidden: [4] })).bound.value;
  };
  expect(await on('cpu')).toBeCloseTo(await on('wasm'), 4);
});

describe('refuses', () => {
  const rng = createRng(0);
  const good = normals(8, 0, 1, 1);
  it.each<[NdArray, NdArray, object, string]>([
    [good, { shape: [4, 2], data: new Float32Array(8) }, {}, 'one shape, got real [8,1] and generated [4,2]'],
    [good, normals(3, 0, 1, 1), {}, 'at least 4 examples of each, to train on and to hold out, got 8 and 3'],
    [good, { shape: [4, 1], data: Float32Array.of(0, 1, Number.NaN, 2) }, {}, 'got NaN in generated at 2'],
    [good, good, { steps: 0 }, '{ steps }'],
    [good, good, { size: 1.5 }, '{ size }'],
    [good, good, { hidden: [0] }, 'hidden[0]'],
    [good, good, { learningRate: 0 }, '{ learningRate }): expected a positive finite number, got 0'],
    [good, good, { learningRate: -1 }, '{ learningRate }'],
    [good, good, { learningRate: Number.NaN }, '{ learningRate }'],
    [{ shape: [8, 1], data: new Float32Array(5) }, good, {}, 'expected 8 numbers in real of shape [8,1], got 5'],
  ])('%#', async (real, generated, changed, message) => {
    const before = tf.memory().numTensors;
    await expect(jensenShannonBound(real, generated, { rng, ...changed })).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('one point', async () => {
    const point = { shape: [8, 1], data: new Float32Array(8) };
    const before = tf.memory().numTensors;
    await expect(jensenShannonBound(point, point, { rng })).rejects.toThrow('two different rows');
    expect(tf.memory().numTensors).toBe(before);
  });
});
