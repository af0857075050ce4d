import { mlp } from '@latents/core';
import {
  categoricalCode,
  createInfoGan,
  Gan,
  gaussianNoise,
  massesOfDensities,
  solveGame,
  type TracePoint,
  traceGame,
} from '@latents/gan';
import { createRng, type NdArray } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { batches, fit } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('wasm'));

const logNormal =
  (mean: number, scale: number) =>
  ([x]: readonly number[]) =>
    -0.5 * ((x! - mean) / scale) ** 2 - Math.log(scale * Math.sqrt(2 * Math.PI));
const normals = (count: number, seed: number): NdArray => ({
  shape: [count, 1],
  data: createRng(seed).fillNormal(new Float32Array(count)),
});

/** G(z) = slope z + offset, so that P_G = N(offset, slope^2) is known; D as it was made. */
function linearGan(slope: number, offset: number): Gan {
  const gan = new Gan({
    noise: gaussianNoise(1),
    generator: mlp({ inputDim: 1, hidden: [], outputDim: 1, rng: createRng(0) }),
    discriminator: mlp({ inputDim: 1, hidden: [16], outputDim: 1, rng: createRng(1) }),
  });
  tf.tidy(() => {
    gan.parameters['generator/dense0/kernel']!.assign(tf.tensor2d([[slope]]));
    gan.parameters['generator/dense0/bias']!.assign(tf.tensor1d([offset]));
  });
  return gan;
}
const blind = (gan: Gan) => tf.tidy(() => gan.parameters['discriminator/dense1/kernel']!.assign(tf.zeros([16, 1])));

/** JSD(N(0, 1), P_G) by quadrature, from G's own numbers. */
function exact(gan: Gan): number {
  const [slope, offset] = ['kernel', 'bias'].map((name) => gan.parameters[`generator/dense0/${name}`]!.dataSync()[0]!);
  const scale = Math.max(Math.abs(slope!), 0.05);
  return solveGame(
    massesOfDensities(logNormal(0, 1), logNormal(offset!, scale), { low: [-15], high: [15], cells: 4000 }),
  ).jensenShannon;
}

async function trace(gan: Gan, steps: number, every: number, rates: [number, number]): Promise<TracePoint[]> {
  const points: TracePoint[] = [];
  const players = gan.players({
    generator: { optimizer: tf.train.adam(rates[0]) },
    discriminator: { optimizer: tf.train.adam(rates[1]) },
  });
  const readings = fit(players, batches(normals(512, 2), { size: 64, rng: createRng(3) }), {
    steps,
    rng: createRng(4),
  });
  const traced = traceGame(readings, {
    gan,
    heldOut: normals(2000, 5),
    every,
    onPoint: (point) => points.push(point),
    truth: () => exact(gan),
    steps: 120,
    hidden: [16],
    learningRate: 0.02,
    rng: createRng(6),
  });
  for await (const _ of traced);
  return points;
}

describe('what the bound says, beside what is so', () => {
  it('a healthy game: both bounds are below the truth, which falls, and nothing is flagged at the end', async () => {
    const points = await trace(linearGan(1, 3), 240, 60, [0.03, 0.02]);
    expect(points.map(({ step }) => step)).toEqual([59, 119, 179, 239]);
    for (const { reported, fresh, standardError, truth } of points) {
      expect(fresh).toBeLessThan(truth! + 4 * standardError);
      // The game's own D was not trained on what is held out either. Its standard error is of the same size; 0.03 is above 4 of it.
      expect(reported).toBeLessThan(truth! + 0.03);
      expect(fresh).toBeGreaterThan(truth! - 4 * standardError - 0.02);
    }
    expect(points.at(-1)!.truth!).toBeLessThan(points[0]!.truth!);
    expect(points.at(-1)).toMatchObject({ misleading: false, collapsed: false });
  });

  it('E24: a D that knows nothing says 0 of a generator that is far off; the trace says that it misleads', async () => {
    const gan = linearGan(1, 5);
    blind(gan);
    const [point] = await trace(gan, 1, 1, [1e-9, 1e-9]);
    expect(point!.truth!).toBeGreaterThan(0.6);
    expect(point!.reported).toBeLessThan(0.01);
    expect(point!.fresh).toBeGreaterThan(0.5);
    expect(point).toMatchObject({ misleading: true, collapsed: false });
  });

  it('section 2.2: a generator of one point, under a D that does not see it: a bound near 0, collapsed', async () => {
    const gan = linearGan(0.001, 0);
    blind(gan);
    const [point] = await trace(gan, 1, 1, [1e-9, 1e-9]);
    expect(point!.reported).toBeLessThan(0.01);
    expect(point!.spread).toBeCloseTo(0.001, 3);
    expect(point).toMatchObject({ misleading: true, collapsed: true });
  });

  it('the true generator: no divergence, no flag', async () => {
    const gan = linearGan(1, 0);
    blind(gan);
    const [point] = await trace(gan, 1, 1, [1e-9, 1e-9]);
    expect(point!.truth!).toBeLessThan(1e-9);
    expect(point!.fresh).toBeLessThan(4 * point!.standardError);
    expect(point!.spread).toBeGreaterThan(0.9);
    expect(point).toMatchObject({ misleading: false, collapsed: false });
  });
});

describe('collapse: what each number sees', () => {
  const one = async (slope: number, offset: number) => {
    const gan = linearGan(slope, offset);
    blind(gan);
    return (await trace(gan, 1, 1, [1e-9, 1e-9]))[0]!;
  };

  it('the true generator covers 31 of 32', async () => {
    // Each of 400 balls is covered or not, with variance 31/32^2; they overlap by fives, and are taken for 80.
    expect(Math.abs((await one(1, 0)).coverage - 31 / 32)).toBeLessThan(4 * Math.sqrt(31 / 32 ** 2 / 80));
  });

  it('half of the data lost, the rest as wide: not collapsed, and not covered', async () => {
    // N(3, 1): what lies below its own 3 sigma is not covered.
    const point = await one(1, 3);
    expect(point.collapsed).toBe(false);
    expect(point.coverage).toBeLessThan(0.5);
  });

  it.each([
    [0.6, false],
    [0.4, true],
  ])('%d as wide as the data: collapsed, %s', async (slope, collapsed) => {
    const point = await one(slope, 0);
    expect(Math.abs(point.spread - slope)).toBeLessThan(0.08);
    expect(point.collapsed).toBe(collapsed);
  });

  it('a point: collapsed, and covers next to nothing', async () => {
    const point = await one(0.001, 0);
    expect(point.collapsed).toBe(true);
    expect(point.coverage).toBeLessThan(0.1);
  });

  it('real examples sorted: those compared are from all over', async () => {
    const sorted = normals(2000, 5).data.slice().sort();
    const gan = linearGan(1, 0);
    const points: TracePoint[] = [];
    const players = gan.players({
      generator: { optimizer: tf.train.adam(1e-9) },
      discriminator: { optimizer: tf.train.adam(1e-9) },
    });
    const readings = fit(players, batches(normals(64, 2), { size: 64, rng: createRng(3) }), {
      steps: 1,
      rng: createRng(4),
    });
    const options = { gan, every: 1, onPoint: (point: TracePoint) => points.push(point), steps: 1, rng: createRng(6) };
    for await (const _ of traceGame(readings, { ...options, heldOut: { shape: [2000, 1], data: sorted } }));
    expect(points[0]!.spread).toBeCloseTo(1, 0);
    expect(points[0]!.coverage).toBeGreaterThan(0.9);
  });
});

it.each([
  ['floats', Float32Array],
  ['doubles', Float64Array],
])('an InfoGan is traced too, what is held out in %s', async (_, Type) => {
  const gan = createInfoGan({ dataDim: 1, codes: { c: categoricalCode(2) }, hidden: [4], rng: createRng(0) });
  // A discriminator of zeros: V is -2 log 2, and a fresh discriminator tells a generator of one point from normals.
  tf.tidy(() => {
    for (const name of ['discriminator/dense0/kernel', 'generator/dense1/kernel']) {
      const weights = gan.parameters[name]!;
      weights.assign(tf.zerosLike(weights));
    }
  });
  const [, , q] = gan.players({
    generator: { optimizer: tf.train.sgd(0) },
    discriminator: { optimizer: tf.train.sgd(0) },
    posterior: { optimizer: tf.train.sgd(0) },
  });
  const heldOut = { shape: [400, 1], data: Type.from(normals(400, 5).data) };
  const points: TracePoint[] = [];
  const once = async () => {
    const readings = fit(q!, batches(normals(64, 2), { size: 64, rng: createRng(3) }), { steps: 1, rng: createRng(4) });
    const options = { gan, heldOut, every: 1, onPoint: (point: TracePoint) => points.push(point), rng: createRng(6) };
    for await (const _ of traceGame(readings, { ...options, steps: 200, hidden: [16], learningRate: 0.02 }));
  };
  await once();
  expect(points[0]!.reported).toBeCloseTo(0, 5);
  expect(points[0]!.fresh).toBeGreaterThan(0.4);
  expect(points[0]).toMatchObject({ misleading: true, collapsed: true });
  await expectNoLeak(once);
});

it('a run with a trace gives the numbers of one without', async () => {
  const run = async (traced: boolean) => {
    const gan = linearGan(1, 1);
    const players = gan.players({
      generator: { optimizer: tf.train.adam(0.01) },
      discriminator: { optimizer: tf.train.adam(0.01) },
    });
    const readings = fit(players, batches(normals(64, 7), { size: 32, rng: createRng(8) }), {
      steps: 4,
      rng: createRng(9),
    });
    const all: number[] = [];
    const options = { gan, heldOut: normals(40, 10), every: 2, onPoint: () => {}, steps: 2, rng: createRng(11) };
    for await (const { nats } of traced ? traceGame(readings, options) : readings) all.push(nats);
    return all;
  };
  expect(await run(true)).toEqual(await run(false));
});

it.each([
  [{ steps: 0 }, 'jensenShannonBound({ steps })'],
  [{ size: 0 }, 'jensenShannonBound({ size })'],
  [{ learningRate: -1 }, 'jensenShannonBound({ learningRate })'],
  [{ hidden: [0] }, 'mlp({ hidden[0] })'],
  [{ features: { count: 0 } }, 'fourierFeatures({ count })'],
])('the fresh discriminator is made as the options say: %j', async (options, message) => {
  const gan = linearGan(1, 0);
  const players = gan.players({
    generator: { optimizer: tf.train.sgd(0.1) },
    discriminator: { optimizer: tf.train.sgd(0.1) },
  });
  const readings = fit(players, batches(normals(16, 1), { size: 8, rng: createRng(2) }), {
    steps: 1,
    rng: createRng(3),
  });
  const traced = traceGame(readings, {
    gan,
    heldOut: normals(16, 4),
    every: 1,
    onPoint: () => {},
    ...options,
    rng: createRng(5),
  });
  await expect(
    (async () => {
      for await (const _ of traced);
    })(),
  ).rejects.toThrow(message);
});

it('refuses a pace or a margin that is none, and one point held out', async () => {
  const gan = linearGan(1, 0);
  const options = { gan, heldOut: normals(8, 0), every: 1, onPoint: () => {}, rng: createRng(0) };
  const readings = fit(
    gan.players({ generator: { optimizer: tf.train.sgd(1) }, discriminator: { optimizer: tf.train.sgd(1) } }),
    batches(normals(8, 1), { size: 8, rng: createRng(0) }),
    { steps: 1, rng: createRng(0) },
  );
  await expect(traceGame(readings, { ...options, every: 0 }).next()).rejects.toThrow('{ every }');
  await expect(traceGame(readings, { ...options, margin: -1 }).next()).rejects.toThrow('{ margin }');
  const point = { shape: [8, 1], data: new Float32Array(8).fill(3) };
  await expect(traceGame(readings, { ...options, heldOut: point }).next()).rejects.toThrow('8 times the same one');
  const short = { shape: [8, 1], data: new Float32Array(7) };
  await expect(traceGame(readings, { ...options, heldOut: short }).next()).rejects.toThrow('8 numbers in heldOut');
});
