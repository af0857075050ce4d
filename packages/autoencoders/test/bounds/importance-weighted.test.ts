import {
  combinedBound,
  doublyReparameterizedBound,
  logWeights,
  multiplyImportanceWeightedBound,
} from '@latents/autoencoders';
import { importanceWeightedBound, type TensorBound } from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak, meanAndStandardError, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { boundOfGroups, mixedBound } from '../../src/bounds/partly-importance-weighted.js';
import { EXAMPLES, linearGaussianVae, repeated } from '../linear-gaussian.js';

beforeAll(() => useBackend('wasm'));

describe('MIWAE and CIWAE against their formulas in doubles', () => {
  const w = [
    [-1, -4],
    [-2, -3],
    [-5, -0.5],
    [-0.1, -9],
  ];
  const mean = (v: number[]) => v.reduce((a, b) => a + b, 0) / v.length;
  const logMeanExp = (v: number[]) => Math.log(mean(v.map(Math.exp)));
  const column = (j: number) => w.map((row) => row[j]!);
  const value = (b: TensorBound) => b.value.dataSync()[0]!;

  test('two groups of two', () => {
    const expected = mean([0, 1].flatMap((j) => [logMeanExp(column(j).slice(0, 2)), logMeanExp(column(j).slice(2))]));
    expect(value(boundOfGroups(tf.tensor2d(w), 2))).toBeCloseTo(expected, 5);
  });

  test('the ends are the importance-weighted bound and the ELBO', () => {
    const [iwae, elbo] = [mean([0, 1].map((j) => logMeanExp(column(j)))), mean(w.flat())];
    expect(value(boundOfGroups(tf.tensor2d(w), 1))).toBeCloseTo(iwae, 5);
    expect(value(boundOfGroups(tf.tensor2d(w), 4))).toBeCloseTo(elbo, 5);
    expect(value(mixedBound(tf.tensor2d(w), 0.25))).toBeCloseTo(0.25 * elbo + 0.75 * iwae, 5);
  });

  test('the public functions are those of the log-weights of the same draws', () => {
    const vae = linearGaussianVae(0.4);
    const data = repeated(EXAMPLES[0], 3);
    const options = () => ({ samples: 4, rng: createRng(7) });
    const weights = logWeights(vae, data, options());
    expect(value(multiplyImportanceWeightedBound(vae, data, { ...options(), groups: 2 }))).toBe(
      value(boundOfGroups(weights, 2)),
    );
    expect(value(combinedBound(vae, data, { ...options(), mix: 0.25 }))).toBe(value(mixedBound(weights, 0.25)));
    vae.dispose();
  });

  test('refuses groups that do not divide the samples, a mix outside [0, 1] and a missing stream', () => {
    const vae = linearGaussianVae();
    const data = repeated(EXAMPLES[0], 2);
    const groups = (n: number) => () =>
      multiplyImportanceWeightedBound(vae, data, { samples: 4, groups: n, rng: createRng(0) });
    expect(groups(3)).toThrow('{ groups }): expected a divisor of the 4 samples, got 3');
    expect(groups(0)).toThrow('{ groups }): expected a positive integer, got 0');
    expect(() => combinedBound(vae, data, { samples: 4, mix: 1.5, rng: createRng(0) })).toThrow(
      'combinedBound(model, x, { mix }): expected a number from 0 to 1, got 1.5',
    );
    expect(() => combinedBound(vae, data, { samples: 4, mix: 1 } as never)).toThrow('expected rng');
    vae.dispose();
  });
});

describe('the doubly reparameterised gradient', () => {
  const x = EXAMPLES[0];
  const samples = 16;

  /** Value and gradients of a bound by seed: of the encoder's biases and the decoder's weights. */
  function gradients(kind: 'usual' | 'double', seed: number) {
    return tf.tidy(() => {
      const options = { samples, rng: createRng(seed) };
      const { value, grads } = tf.variableGrads(
        () =>
          (kind === 'usual'
            ? importanceWeightedBound(logWeights(vae, data, options))
            : doublyReparameterizedBound(vae, data, options)
          ).value,
        [vae.parameters['encoder/dense0/bias']!, vae.parameters['decoder/dense0/kernel']!],
      );
      const [encoder, decoder] = ['encoder/dense0/bias', 'decoder/dense0/kernel'].map((name) => [
        ...grads[vae.parameters[name]!.name]!.dataSync(),
      ]);
      return { value: value.dataSync()[0]!, encoder: encoder!, decoder: decoder! };
    });
  }
  let vae: ReturnType<typeof linearGaussianVae>;
  let data: tf.Tensor2D;
  beforeAll(() => {
    vae = linearGaussianVae(0.4);
    data = repeated(x, 4);
  });

  test('the same value and the same gradient of the decoder, draw for draw', () => {
    const [usual, double] = [gradients('usual', 7), gradients('double', 7)];
    expect(double.value).toBeCloseTo(usual.value, 5);
    for (const [i, g] of usual.decoder.entries()) expect(double.decoder[i]).toBeCloseTo(g, 4);
  });

  test('for the encoder the same expectation within 4 standard errors, and a lower variance', () => {
    const runs = Array.from({ length: 400 }, (_, seed) => [
      gradients('usual', seed).encoder,
      gradients('double', 1000 + seed).encoder,
    ]);
    for (let i = 0; i < 4; i++) {
      const usual = meanAndStandardError(runs.map(([a]) => a![i]!));
      const double = meanAndStandardError(runs.map(([, b]) => b![i]!));
      expect(Math.abs(usual.mean - double.mean)).toBeLessThan(
        4 * Math.hypot(usual.standardError, double.standardError),
      );
      expect(Math.abs(double.mean)).toBeGreaterThan(4 * double.standardError);
      expect(double.standardError).toBeLessThan(usual.standardError);
    }
  });

  test('no leak, and samples are checked', async () => {
    await expectNoLeak(() => gradients('double', 0));
    expect(() => doublyReparameterizedBound(vae, data, { samples: 0, rng: createRng(0) })).toThrow('got 0');
    expect(() => logWeights(vae, data, { samples: 1.5, rng: createRng(0) })).toThrow('got 1.5');
  });
});
