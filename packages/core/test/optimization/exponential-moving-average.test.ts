import { batches, createRng, ExponentialMovingAverage, fit, gradientStep, minimize, ndArray } from '@latents/core';
import { bound } from '@latents/core/bounds';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];
const variable = (...values: number[]) => tf.variable(tf.tensor1d(values));

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('is the average that its definition gives, in float64', () => {
    const w = variable(1, -2);
    const average = new ExponentialMovingAverage({ w }, { decay: 0.6 });
    let expected = [1, -2];
    for (let count = 1; count <= 20; count++) {
      const now = [count, Math.sin(count)];
      tf.tidy(() => w.assign(tf.tensor1d(now)));
      average.update();
      const kept = Math.min(0.6, (1 + count) / (10 + count));
      expected = expected.map((v, i) => kept * v + (1 - kept) * now[i]!);
    }
    numbers(average.variables['w']!).forEach((v, i) => {
      expect(v).toBeCloseTo(expected[i]!, 5);
    });
  });

  it('stands in for the weights, and they come back, also from a promise and an error', async () => {
    const w = variable(1);
    const average = new ExponentialMovingAverage({ w }, { decay: 0.5 });
    tf.tidy(() => w.assign(tf.tensor1d([3])));
    expect(await average.use(() => numbers(w))).toEqual([1]);
    expect(await average.use(async () => [...(await w.data())])).toEqual([1]);
    expect(numbers(w)).toEqual([3]);
    await expect(
      average.use(() => {
        throw new Error('inside');
      }),
    ).rejects.toThrow('inside');
    expect(numbers(w)).toEqual([3]);
    expect(numbers(average.variables['w']!)).toEqual([1]);
  });

  it('leaks nothing', async () => {
    const w = variable(1, 2);
    const average = new ExponentialMovingAverage({ w }, { decay: 0.5 });
    await expectNoLeak(async () => {
      average.update();
      await average.use(() => numbers(w));
    });
    const before = tf.memory().numTensors;
    average.dispose();
    expect(tf.memory().numTensors).toBe(before - 2);
    expect(numbers(w)).toEqual([1, 2]);
  });
});

describe('over a run', () => {
  beforeAll(() => useBackend('cpu'));

  it('updates once a step, after all players', async () => {
    const [a, b] = [variable(0), variable(0)];
    const players = Object.entries({ a, b }).map(([player, moved]) =>
      gradientStep({
        player,
        variables: { moved },
        optimizer: tf.train.sgd(1),
        objective: () => minimize(bound('exact', player, [{ name: player, nats: moved.sum().asScalar(), weight: 1 }])),
      }),
    );
    const average = new ExponentialMovingAverage({ a, b }, { decay: 0 });
    const data = batches(ndArray([2, 1], Float32Array.of(1, 2)), { size: 2, rng: createRng(0) });
    const seen: number[][] = [];
    for await (const _ of average.follow(fit(players, data, { steps: 2, rng: createRng(1) }))) {
      seen.push([...numbers(average.variables['a']!), ...numbers(average.variables['b']!)]);
    }
    // Each weight falls by 1 a move; at decay 0 the average is what the last update saw.
    expect(seen).toEqual([
      [0, 0],
      [-1, -1],
      [-1, -1],
      [-2, -2],
    ]);
  });

  it('state goes to another, updates and all', async () => {
    const w = variable(1);
    const one = new ExponentialMovingAverage({ w }, { decay: 0.9 });
    for (let i = 0; i < 5; i++) {
      tf.tidy(() => w.assign(tf.tensor1d([i])));
      one.update();
    }
    const other = new ExponentialMovingAverage({ w }, { decay: 0.9 });
    other.restore(await one.state());
    for (const average of [one, other]) average.update();
    expect(numbers(other.variables['w']!)).toEqual(numbers(one.variables['w']!));
    expect(() => other.restore({})).toThrow("ExponentialMovingAverage.restore(state): expected 'w' of shape [1]");
  });

  it('refuses a decay that forgets nothing or too much, and no variables', () => {
    const w = variable(1);
    for (const decay of [1, -0.1, Number.NaN]) {
      expect(() => new ExponentialMovingAverage({ w }, { decay })).toThrow('{ decay }');
    }
    expect(() => new ExponentialMovingAverage({}, { decay: 0.5 })).toThrow('got none');
  });
});
