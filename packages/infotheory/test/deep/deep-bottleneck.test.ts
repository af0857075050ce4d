import { type Categorical, categoricalHead, conditional, mlp, normalHead } from '@latents/core';
import { DeepBottleneck, gaussianBottleneck } from '@latents/infotheory';
import { createRng, ndArray } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { batches, fit, fullBatch } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

const made: DeepBottleneck[] = [];
afterEach(() => {
  for (const model of made.splice(0)) model.dispose();
});

const CORRELATION = 0.75;

function gaussians(n: number, seed: number) {
  const rng = createRng(seed);
  const x = rng.fillNormal(new Float32Array(n));
  const y = x.map((v) => CORRELATION * v + Math.sqrt(1 - CORRELATION ** 2) * rng.normal());
  return { x: ndArray([n, 1], x), y: ndArray([n, 1], y) };
}

function gaussianModel(seed: number, marginal: 'fixed' | 'learned') {
  const rng = createRng(seed);
  const linear = () => conditional(mlp({ inputDim: 1, hidden: [], outputDim: 2, rng }), normalHead(1));
  const model = new DeepBottleneck({ encoder: linear(), decoder: linear(), marginal });
  made.push(model);
  return model;
}

function labelModel(seed: number, inputs: number, classes: number, activation: 'relu' | 'tanh' = 'relu') {
  const rng = createRng(seed);
  const model = new DeepBottleneck({
    encoder: conditional(mlp({ inputDim: inputs, hidden: [], outputDim: 4, rng }), normalHead(2)),
    decoder: conditional(
      mlp({ inputDim: 2, hidden: [16], activation, outputDim: classes, rng }),
      categoricalHead(classes),
    ),
  });
  made.push(model);
  return model;
}

/** Four symbols, uniform, of which y says only which half. */
function halves(n: number) {
  const x = new Float32Array(4 * n);
  const y = Int32Array.from({ length: n }, (_, i) => (i % 4 < 2 ? 0 : 1));
  for (let i = 0; i < n; i++) x[4 * i + (i % 4)] = 1;
  return { x: ndArray([n, 4], x), y: ndArray([n], y) };
}

describe.each(['cpu', 'wasm'] as const)('DeepBottleneck on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('of correlated Gaussians reaches the closed form of Chechik et al., and each bound keeps its side', async () => {
    const scalar = (v: number) => ndArray([1, 1], Float64Array.of(v));
    const pair = { covX: scalar(1), covY: scalar(1), covXY: scalar(CORRELATION) };
    const best = gaussianBottleneck(pair, { beta: 5 });
    // Each marginal on one backend.
    const marginal = backend === 'cpu' ? 'learned' : 'fixed';
    const model = gaussianModel(3, marginal);
    const rng = createRng(4);
    const optimizer = tf.train.adam(0.02);
    const data = batches(gaussians(4000, 5), { size: 1000, rng });
    const steps = model.players({ optimizer, beta: 1 / 5 });
    for (const [rate, until] of [
      [0.06, 110],
      [0.01, 180],
    ] as const) {
      Object.assign(optimizer, { learningRate: rate });
      for await (const _ of fit(steps, data, { startAt: until === 110 ? 0 : 110, steps: until, rng }));
    }
    optimizer.dispose();
    const result = model.evaluate(gaussians(40_000, 6), { entropyY: 0.5 * Math.log(2 * Math.PI * Math.E), rng });
    const reached = result.relevance.value - result.rate.value / 5;
    const most = best.relevance - best.rate / 5;
    const error = result.relevanceStandardError + result.rateStandardError / 5;
    expect(reached).toBeLessThan(most + 4 * error);
    // Short by what 4,000 training pairs and 180 steps leave.
    expect(reached).toBeGreaterThan(most - 4 * error - 0.01);
    expect(result.rate.side).toBe('upper');
    expect(result.relevance.side).toBe('lower');
  });

  it('gradient: one plain step is that of central differences', async () => {
    for (const price of ['linear', 'squared'] as const) {
      const model = labelModel(1, 4, 2, 'tanh');
      const data = fullBatch(halves(8), 8);
      const bias = model.parameters['encoder/dense0/bias']!;
      const start = Float32Array.from(await bias.data());
      // A step of length 0 reads the objective; the same rng gives the same noise.
      const value = async (at: Float32Array) => {
        tf.tidy(() => bias.assign(tf.tensor1d(at)));
        for await (const { nats } of fit(model.players({ optimizer: tf.train.sgd(0), beta: 0.3, price }), data, {
          steps: 1,
          rng: createRng(7),
        })) {
          return nats;
        }
        return Number.NaN;
      };
      const slopes: number[] = [];
      for (let i = 0; i < start.length; i++) {
        const moved = (by: number) => Float32Array.from(start, (v, j) => (i === j ? v + by : v));
        slopes.push(((await value(moved(0.01))) - (await value(moved(-0.01)))) / 0.02);
      }
      await value(start);
      const steps = model.players({ optimizer: tf.train.sgd(0.5), beta: 0.3, price });
      for await (const _ of fit(steps, data, { steps: 1, rng: createRng(7) }));
      const after = await bias.data();
      slopes.forEach((slope, i) => {
        expect((after[i]! - start[i]!) / 0.5).toBeCloseTo(slope, 2);
      });
    }
  });

  it('leaks nothing', async () => {
    const model = labelModel(1, 4, 2);
    const pairs = halves(16);
    const optimizer = tf.train.sgd(0.1);
    const act = async () => {
      const steps = model.players({ optimizer, beta: 0.1 });
      for await (const _ of fit(steps, fullBatch(pairs, 16), { steps: 2, rng: createRng(0) }));
      model.evaluate(pairs, { entropyY: Math.log(2), rng: createRng(0) });
    };
    await act();
    await expectNoLeak(act);
    await expectNoLeak(() => gaussianModel(0, 'learned').dispose());
  });
});

it.each(['fixed', 'learned'] as const)('the rate is the KL to the %s marginal, by its formula', async (marginal) => {
  await useBackend('cpu');
  const model = gaussianModel(2, marginal);
  // Of a learned one, moved from where it begins.
  const [loc, logVariance] = marginal === 'learned' ? [0.5, 0.4] : [0, 0];
  if (marginal === 'learned') {
    tf.tidy(() => {
      model.parameters['marginal/loc']!.assign(tf.tensor1d([loc]));
      model.parameters['marginal/logVariance']!.assign(tf.tensor1d([logVariance]));
    });
  }
  const [a, b] = model.parameters['encoder/dense0/kernel']!.dataSync() as Float32Array;
  const pairs = gaussians(20, 1);
  const kls = Array.from(pairs.x.data, (x) => {
    const [mean, log] = [a! * x - loc, b! * x - logVariance];
    return 0.5 * (Math.exp(log) + mean ** 2 / Math.exp(logVariance) - 1 - log);
  });
  const { rate } = model.evaluate(pairs, { entropyY: 0, rng: createRng(0) });
  expect(rate.value).toBeCloseTo(
    kls.reduce((sum, kl) => sum + kl / 20, 0),
    5,
  );
});

it('what the squared price charges is the square of the rate', async () => {
  await useBackend('cpu');
  const pairs = halves(32);
  for (const price of ['linear', 'squared'] as const) {
    const model = labelModel(5, 4, 2);
    const rate = model.evaluate(pairs, { entropyY: 0, rng: createRng(1) }).rate.value;
    const steps = model.players({ optimizer: tf.train.sgd(0), beta: 0.3, price });
    for await (const { nats, terms } of fit(steps, fullBatch(pairs, 32), { steps: 1, rng: createRng(2) })) {
      const charged = terms[price === 'squared' ? 'squared rate' : 'rate']!;
      expect(charged).toBeCloseTo(price === 'squared' ? rate ** 2 : rate, 5);
      expect(nats).toBeCloseTo(terms['y given z']! - 0.3 * charged, 5);
    }
  }
});

describe('labels that are a function of x', () => {
  beforeAll(() => useBackend('cpu'));

  it('the squared price moves along the curve, and no objective exceeds its optimum', async () => {
    // I(Y; Z) <= min(I(X; Z), log 2), so the best of I(Y; Z) - beta I(X; Z)^2 has a rate of 1 / (2 beta) if that is below log 2.
    const rates: number[] = [];
    for (const beta of [0.8, 1.2, 2]) {
      const model = labelModel(2, 4, 2);
      const rng = createRng(8);
      const optimizer = tf.train.adam(0.06);
      const pairs = halves(1024);
      const steps = model.players({ optimizer, beta, price: 'squared' });
      for await (const _ of fit(steps, batches(pairs, { size: 256, rng }), { steps: 140, rng }));
      optimizer.dispose();
      const result = model.evaluate(pairs, { entropyY: Math.log(2), rng });
      const [rate, relevance] = [result.rate.value, result.relevance.value];
      expect(relevance).toBeLessThan(rate + 4 * result.relevanceStandardError);
      const optimum = 1 / (4 * beta);
      expect(relevance - beta * rate ** 2).toBeLessThan(optimum + 4 * result.relevanceStandardError);
      rates.push(rate);
    }
    // Inside the curve, where a linear price gives 0 or log 2 alone.
    expect(rates[0]!).toBeGreaterThan(rates[1]!);
    expect(rates[1]!).toBeGreaterThan(rates[2]!);
    expect(rates[2]!).toBeGreaterThan(0.05);
    expect(rates[0]!).toBeLessThan(0.66);
  });
});

describe('refuses', () => {
  beforeAll(() => useBackend('cpu'));
  const head = () => conditional(mlp({ inputDim: 1, hidden: [], outputDim: 2, rng: createRng(0) }), normalHead(1));

  it('a decoder of other codes', () => {
    const decoder = conditional(
      mlp({ inputDim: 3, hidden: [], outputDim: 2, rng: createRng(0) }),
      categoricalHead(2),
    ) as ReturnType<typeof conditional<Categorical>>;
    expect(() => new DeepBottleneck({ encoder: head(), decoder })).toThrow('expected a decoder of codes [1]');
  });

  it.each([0, -1, Number.NaN, Infinity])('beta %s', (beta) => {
    expect(() => gaussianModel(0, 'fixed').players({ optimizer: tf.train.sgd(0.1), beta })).toThrow('{ beta }');
  });

  it('views that differ in rows, one pair, an infinite entropy', () => {
    const model = gaussianModel(0, 'fixed');
    const { x } = gaussians(3, 0);
    const options = { entropyY: 1, rng: createRng(0) };
    expect(() => model.evaluate({ x, y: gaussians(2, 0).y }, options)).toThrow('as many x as y');
    expect(() => model.evaluate(gaussians(1, 0), options)).toThrow('at least two pairs');
    expect(() => model.evaluate(gaussians(3, 0), { ...options, entropyY: Infinity })).toThrow(
      'bottleneck.evaluate(pairs, { entropyY }): expected a finite number, got Infinity',
    );
  });

  it('NaN, and a label that the decoder has no class for', () => {
    const encoder = head();
    const decoder = conditional(mlp({ inputDim: 1, hidden: [], outputDim: 2, rng: createRng(0) }), categoricalHead(2));
    const model = new DeepBottleneck({ encoder, decoder });
    const x = gaussians(3, 0).x;
    const options = { entropyY: 1, rng: createRng(0) };
    const labels = (...y: number[]) => ndArray([3], Int32Array.from(y));
    const broken = ndArray([3, 1], Float32Array.of(0, Number.NaN, 1));
    expect(() => model.evaluate({ x: broken, y: labels(0, 1, 0) }, options)).toThrow(
      /got NaN in x at index \d+ \(row 1\)/,
    );
    expect(() => model.evaluate({ x, y: labels(0, 1, 2) }, options)).toThrow('got one that it cannot in row 2');
  });

  it('constant x: no rate to pay beyond the constant, and no more than H(Y) of nothing', () => {
    const encoder = head();
    const decoder = conditional(mlp({ inputDim: 1, hidden: [], outputDim: 2, rng: createRng(0) }), categoricalHead(2));
    const model = new DeepBottleneck({ encoder, decoder });
    const n = 400;
    const pairs = {
      x: ndArray([n, 1], new Float32Array(n)),
      y: ndArray(
        [n],
        Int32Array.from({ length: n }, (_, i) => i % 2),
      ),
    };
    const { rate, relevance, relevanceStandardError } = model.evaluate(pairs, {
      entropyY: Math.log(2),
      rng: createRng(1),
    });
    expect(rate.value).toBeGreaterThanOrEqual(0);
    expect(relevance.value).toBeLessThan(4 * relevanceStandardError);
  });
});
