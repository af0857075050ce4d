import { batches, createRng, fit } from '@latents/core';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Rnn } from '../src/index.js';
import { shifting } from './shifting.js';

describe('the deterministic baseline', () => {
  beforeAll(() => useBackend('cpu'));

  it('its likelihood is exact: over all sequences of bits it sums to 1', () => {
    const rnn = new Rnn({ inputDim: 2, units: 3, rng: createRng(0) });
    const all = Array.from({ length: 64 }, (_, i) =>
      [0, 1, 2].map((t) => [(i >> (2 * t)) & 1, (i >> (2 * t + 1)) & 1]),
    );
    const total = all.reduce((sum, x) => {
      const bound = rnn.logLikelihood({ x: tf.tensor3d([x]), lengths: tf.tensor1d([3], 'int32') });
      expect(bound.side).toBe('exact');
      return sum + Math.exp(bound.value.dataSync()[0]!);
    }, 0);
    expect(total).toBeCloseTo(1, 5);
  });

  it('learns what a VRNN learns', async () => {
    const rnn = new Rnn({ inputDim: 3, units: 6, rng: createRng(0) });
    const data = batches(shifting(12, 5), { size: 12, rng: createRng(1) });
    const nats: number[] = [];
    for await (const reading of fit(rnn.steps(tf.train.adam(0.03)), data, { steps: 60, rng: createRng(2) }))
      nats.push(reading.nats);
    // Only the first of the mean 4 steps is uncertain, one of three: log 3 / 4 nats a step at best.
    expect(nats.at(-1)!).toBeGreaterThan(-1.2);
    expect(nats.at(-1)!).toBeLessThan(-Math.log(3) / 4 + 0.02);
    expect(rnn.generate({ steps: 4, count: 2, rng: createRng(0) }).shape).toEqual([2, 4, 3]);
  });
});
