import { recurrence, stepsOf } from '@latents/core';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

describe.each([1, 3])('a sequence of %i steps', (steps) => {
  it('is cut into its steps, with the gradient of each', () => {
    const x = tf.range(0, 2 * steps).reshape([steps, 2]);
    expect(stepsOf(x).map((step) => step.arraySync())).toEqual(x.arraySync());
    const gradient = tf.grad((y) => tf.addN(stepsOf(y).map((step, t) => step.mul(t + 1).sum())))(x);
    expect(gradient.arraySync()).toEqual(Array.from({ length: steps }, (_, t) => [t + 1, t + 1]));
  });

  it('passes a gradient through the recurrence', () => {
    const layer = (inputs: number, outputs: number) =>
      ({ kernel: tf.ones([inputs, outputs]), bias: tf.zeros([outputs]), activation: 'linear' }) as const;
    const cell = {
      kernel: tf.ones([2, 3]),
      bias: tf.zeros([3]),
      recurrent: tf.ones([1, 3]),
      recurrentBias: tf.zeros([3]),
    };
    const zeros = tf.zeros([steps, 2, 1]);
    const loc = (evidence: tf.Tensor) =>
      recurrence(
        { evidence, features: zeros, noise: zeros },
        { cell, posterior: [layer(2, 2)], zFeatures: [layer(1, 1)] },
      )
        .loc.slice([0, 0, 0], [1, 2, 1])
        .sum();
    // The first mean is the evidence itself.
    expect(tf.grad(loc)(zeros).slice([0, 0, 0], [1, 2, 1]).flatten().arraySync()).toEqual([1, 1]);
  });
});
