import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type EmissionKind, type EmissionNetwork, emission } from '../src/index.js';

/** An emission that puts out the given parameters whatever it sees. */
function constant(kind: EmissionKind, inputDim: number, outputs: readonly number[]): EmissionNetwork {
  const made = emission({ kind, featureDim: 1, inputDim, hidden: [], rng: createRng(0) });
  tf.tidy(() => {
    made.variables['dense0/kernel']!.assign(tf.zeros([1, outputs.length]));
    made.variables['dense0/bias']!.assign(tf.tensor1d([...outputs]));
  });
  return made;
}
const at = (made: EmissionNetwork, x: number[][], temperature?: number): number[] => [
  ...made
    .given(tf.zeros([x.length, 1]), temperature)
    .logProb(tf.tensor2d(x))
    .dataSync(),
];

describe.each(['cpu', 'wasm'] as const)('categorical steps on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  const logits = [1, -0.5, 0.2];
  const hot = [0, 1, 2].map((k) => [0, 1, 2].map((i) => (i === k ? 1 : 0)));

  it.each([1, 0.5, 3])('temperature %f: the softmax of the divided logits', (temperature) => {
    const made = constant('categorical', 3, logits);
    const weights = logits.map((l) => Math.exp(l / temperature));
    const total = weights.reduce((a, b) => a + b, 0);
    for (const [k, value] of at(made, hot, temperature).entries()) {
      expect(value).toBeCloseTo(Math.log(weights[k]! / total), 5);
    }
  });

  it('draws are one-hot, in the proportions of the probabilities', () => {
    const n = 4000;
    const drawn = constant('categorical', 3, logits)
      .given(tf.zeros([1, 1]))
      .sample(createRng(1), [n]);
    expect(drawn.shape).toEqual([n, 1, 3]);
    expect(new Set(drawn.sum(-1).dataSync())).toEqual(new Set([1]));
    const total = logits.reduce((sum, l) => sum + Math.exp(l), 0);
    for (const [k, share] of drawn.mean(0).dataSync().entries()) {
      const p = Math.exp(logits[k]!) / total;
      expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
    }
  });
});

describe.each(['cpu', 'wasm'] as const)('a mixture of two normals on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  // Logits, then the means of both components, then their log-variances.
  const [logits, means, logVariances] = [[0.3, -0.4], [[1, -2], [0.5, 3]], [[-1, 0.2], [0.4, -0.6]]]; // biome-ignore format: a table
  const made = () => constant({ mixture: { components: 2 } }, 2, [logits, means, logVariances].flat(2));

  /** The density written out, with mixing logits divided and standard deviations multiplied by the temperature. */
  const density = (x: readonly number[], temperature: number) => {
    const weights = logits!.map((l) => Math.exp((l as number) / temperature));
    const parts = (means as number[][]).map((mean, k) =>
      mean.reduce((product, m, i) => {
        const variance = Math.exp((logVariances as number[][])[k]![i]!) * temperature ** 2;
        return (product * Math.exp(-((x[i]! - m) ** 2) / (2 * variance))) / Math.sqrt(2 * Math.PI * variance);
      }, 1),
    );
    return parts.reduce((sum, p, k) => sum + weights[k]! * p, 0) / (weights[0]! + weights[1]!);
  };

  it.each([1, 0.5, 2])('temperature %f: its density at points near and far', (temperature) => {
    const points = [
      [0, 0],
      [1, -2],
      [3, 3],
    ];
    for (const [i, value] of at(made(), points, temperature).entries()) {
      expect(value).toBeCloseTo(Math.log(density(points[i]!, temperature)), 4);
    }
  });

  it('draws have its mean', () => {
    const n = 4000;
    const drawn = made()
      .given(tf.zeros([1, 1]))
      .sample(createRng(2), [n])
      .reshape([n, 2]);
    const { mean, variance } = tf.moments(drawn, 0);
    const weights = (logits as number[]).map((l) => Math.exp(l));
    for (const i of [0, 1]) {
      const expected =
        (means as number[][]).reduce((sum, m, k) => sum + weights[k]! * m[i]!, 0) / (weights[0]! + weights[1]!);
      const error = Math.sqrt(variance.dataSync()[i]! / n);
      expect(Math.abs(mean.dataSync()[i]! - expected)).toBeLessThan(4 * error);
    }
  });

  it('a point 100 standard deviations away does not underflow', () => {
    expect(at(made(), [[60, 60]])[0]).toBeLessThan(-1000);
    expect(Number.isFinite(at(made(), [[60, 60]])[0])).toBe(true);
  });
});

describe('bad input', () => {
  beforeAll(() => useBackend('cpu'));
  const build = (kind: EmissionKind) => () =>
    emission({ kind, featureDim: 1, inputDim: 2, hidden: [], rng: createRng(0) });
  it.each([
    ['no components', build({ mixture: { components: 0 } }), /components.*got 0/],
    ['half a component', build({ mixture: { components: 1.5 } }), /components.*got 1.5/],
    ['an unknown kind', build('poisson' as EmissionKind), /'categorical'.*got 'poisson'/],
  ])('%s', (_, act, message) => expect(act).toThrow(message));
});
