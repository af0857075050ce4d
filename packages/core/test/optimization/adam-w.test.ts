import { AdamW } from '@latents/core';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import torch from '../fixtures/optimizers.json' with { type: 'json' };

function apply(optimizer: tf.Optimizer, w: tf.Variable, gradient: readonly number[]): number[] {
  tf.tidy(() => optimizer.applyGradients([{ name: w.name, tensor: tf.tensor1d([...gradient]) }]));
  return [...w.dataSync()];
}

describe.each(['cpu', 'wasm'] as const)('AdamW on %s', (backend) => {
  test.each(torch.adamW)('is PyTorch’s: rate $learningRate, decay $weightDecay, betas $beta1 $beta2', async (c) => {
    await useBackend(backend);
    const { after, rates, ...settings } = c;
    const optimizer = new AdamW(settings);
    const w = tf.variable(tf.tensor1d(torch.start));
    const largest = Math.max(...torch.start.map(Math.abs));
    for (const [step, gradient] of torch.gradients.entries()) {
      if (rates !== null) optimizer.learningRate = rates[step]!;
      const got = apply(optimizer, w, gradient);
      for (const [i, v] of after[step]!.entries()) expect(Math.abs(got[i]! - v)).toBeLessThan(2e-6 * largest);
    }
    expect(optimizer.getConfig()).toMatchObject({ weightDecay: settings.weightDecay, beta1: settings.beta1 });
    tf.dispose(w);
    optimizer.dispose();
  });

  test('resumes to the same bits', async () => {
    await useBackend(backend);
    const make = () => new AdamW({ learningRate: 0.1 });
    const w = tf.variable(tf.tensor1d(torch.start));
    const whole = make();
    for (const gradient of torch.gradients) apply(whole, w, gradient);
    const v = tf.variable(tf.tensor1d(torch.start));
    const first = make();
    for (const gradient of torch.gradients.slice(0, 7)) apply(first, v, gradient);
    const second = make();
    await second.setWeights(await first.getWeights());
    for (const gradient of torch.gradients.slice(7)) apply(second, v, gradient);
    expect([...v.dataSync()]).toEqual([...w.dataSync()]);
  });

  test('steps leak no tensor', async () => {
    await useBackend(backend);
    const w = tf.variable(tf.tensor1d(torch.start));
    const optimizer = new AdamW({ learningRate: 0.1 });
    apply(optimizer, w, torch.start);
    const before = tf.memory().numTensors;
    apply(optimizer, w, torch.start);
    expect(tf.memory().numTensors).toBe(before);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before - 2);
  });
});

test.each([
  [{ learningRate: 0 }, /learningRate: expected a positive finite number, got 0/],
  [{ learningRate: 1, beta1: 1 }, /beta1: expected a number from 0 to below 1, got 1/],
  [{ learningRate: 1, beta2: -0.1 }, /beta2/],
  [{ learningRate: 1, epsilon: 0 }, /epsilon/],
  [{ learningRate: 1, weightDecay: Number.NaN }, /weightDecay/],
])('%o is refused', (options, message) => {
  expect(() => new AdamW(options)).toThrow(message);
});

test('a gradient for no variable', () => {
  const optimizer = new AdamW({ learningRate: 1 });
  expect(() => optimizer.applyGradients([{ name: 'nobody', tensor: tf.scalar(1) }])).toThrow(
    "expected the name of a variable, got 'nobody'",
  );
});
