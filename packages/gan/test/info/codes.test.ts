import { bernoulliCode, type Code, categoricalCode, gaussianCode, uniformCode } from '@latents/gan';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const CODES: [string, Code, mean: number, variance: number, entropy: number][] = [
  ['categorical', categoricalCode(5), 1 / 5, 4 / 25, Math.log(5)],
  ['bernoulli', bernoulliCode(3), 1 / 2, 1 / 4, 3 * Math.log(2)],
  ['uniform', uniformCode(2), 0, 1 / 3, 2 * Math.log(2)],
  ['gaussian', gaussianCode(2), 0, 1, Math.log(2 * Math.PI * Math.E)],
];

describe.each(CODES)('%s', (_, code, mean, variance, entropy) => {
  it('draws have the moments of the prior, within 4 standard errors', () => {
    const n = 20_000;
    const draws = code.sample(n, createRng(1)).arraySync();
    for (let j = 0; j < code.dimension; j++) {
      const column = draws.map((row) => row[j]!);
      const found = column.reduce((sum, v) => sum + v, 0) / n;
      expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(variance / n));
      const squares = column.map((v) => (v - mean) ** 2);
      const spread = squares.reduce((sum, v) => sum + v, 0) / n;
      const error = Math.sqrt(squares.reduce((sum, v) => sum + (v - spread) ** 2, 0) / n / n);
      // An indicator's square has hardly a spread of its own.
      expect(Math.abs(spread - variance)).toBeLessThan(4 * error + 1e-3);
    }
  });

  it('its entropy in closed form', () => {
    expect(code.entropy).toBeCloseTo(entropy, 12);
  });

  it('the values of a traversal are within its range, and differ', () => {
    const values = code.values(4);
    expect(new Set(values.map((value) => value.join())).size).toBe(values.length);
    for (const value of values) expect(value).toHaveLength(code.dimension);
  });

  it('Q is a distribution over as many numbers as the generator is fed', () => {
    const q = code.posterior(tf.zeros([7, code.units]));
    expect([q.batchShape, q.eventShape]).toEqual([[7], [code.dimension]]);
    expect(q.logProb(code.sample(7, createRng(2))).shape).toEqual([7]);
  });
});

it('what a traversal shows, in the first coordinate', () => {
  expect(categoricalCode(3).values(1)).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
  expect(bernoulliCode(2).values(1)).toEqual([
    [0, 0],
    [1, 0],
  ]);
  expect(uniformCode(2).values(3)).toEqual([
    [-1, 0],
    [0, 0],
    [1, 0],
  ]);
  expect(gaussianCode(1).values(5)).toEqual([[-2], [-1], [0], [1], [2]]);
  expect(gaussianCode(1).values(1)).toEqual([[0]]);
});

describe('Q', () => {
  it('a categorical: the logarithm of a softmax', () => {
    const q = categoricalCode(3).posterior(tf.tensor2d([[1, 2, 4]]));
    const total = Math.exp(1) + Math.exp(2) + Math.exp(4);
    expect(q.logProb(tf.tensor2d([[0, 1, 0]])).dataSync()[0]).toBeCloseTo(2 - Math.log(total), 6);
  });

  it('a normal with a scale of its own: softplus and a floor', () => {
    const q = uniformCode(1, { leastScale: 0.2 }).posterior(tf.tensor2d([[0.5, -3]]));
    const scale = 0.2 + Math.log1p(Math.exp(-3));
    const exact = -0.5 * (0.4 / scale) ** 2 - Math.log(scale * Math.sqrt(2 * Math.PI));
    expect(q.logProb(tf.tensor2d([[0.9]])).dataSync()[0]).toBeCloseTo(exact, 5);
  });

  it('a normal with a fixed scale needs half as many numbers, and is a squared error', () => {
    const code = gaussianCode(2, { scale: 1 });
    expect(code.units).toBe(2);
    const [a, b] = [0.3, -1.1];
    const log = code
      .posterior(tf.tensor2d([[a, b]]))
      .logProb(tf.tensor2d([[0, 0]]))
      .dataSync()[0];
    expect(log).toBeCloseTo(-0.5 * (a * a + b * b) - Math.log(2 * Math.PI), 5);
  });

  it('E34: the most that a continuous code can say is set by the floor of the scale', () => {
    const code = uniformCode(1, { leastScale: 0.01 });
    // A generator that shows the code and a Q that is sure of it: the posterior is a point, and H(c) is exceeded by far.
    const sure = code
      .posterior(tf.tensor2d([[0.25, -1e4]]))
      .logProb(tf.tensor2d([[0.25]]))
      .dataSync()[0]!;
    expect(code.entropy + sure).toBeCloseTo(code.ceiling, 4);
    expect(code.ceiling).toBeGreaterThan(code.entropy + 3);
    expect(categoricalCode(10).ceiling).toBe(Math.log(10));
  });
});

describe('refuses', () => {
  it.each(CODES)('outputs of other units: %s', (name, code) => {
    expect(() => code.posterior(tf.zeros([7, code.units + 1]))).toThrow(
      `${name}Code.posterior(outputs): expected outputs [batch, ${code.units}], got [7,${code.units + 1}]`,
    );
  });

  it.each([
    [() => categoricalCode(1), 'an integer >= 2, got 1'],
    [() => categoricalCode(2.5), 'an integer >= 2, got 2.5'],
    [() => bernoulliCode(0), 'bernoulliCode(dimension): expected a positive integer, got 0'],
    [() => uniformCode(-1), 'uniformCode(dimension)'],
    [() => gaussianCode(0.5), 'gaussianCode(dimension)'],
    [
      () => gaussianCode(1, { scale: 0 }),
      'gaussianCode({ scale }): expected a positive finite standard deviation, got 0',
    ],
    [() => uniformCode(1, { leastScale: Number.NaN }), 'uniformCode({ leastScale })'],
  ])('%s', (make, message) => {
    expect(make).toThrow(message);
  });
});

it.each(CODES)('%s: refuses no draws and parts of one', (kind, code) => {
  for (const count of [0, 2.5]) {
    expect(() => code.sample(count, createRng(0))).toThrow(
      `.sample(count, rng): expected a positive integer, got ${count}`,
    );
    expect(() => code.sample(count, createRng(0))).toThrow(`${kind}Code(`);
  }
});
