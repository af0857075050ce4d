import { ExponentialMovingAverage, gradientPlayer, tensorBound } from '@latents/core';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import { maximize } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';

let w: tf.Variable;
beforeEach(async () => {
  await useBackend('cpu');
  w = tf.variable(tf.tensor1d([3, -1]));
});
const values = () => [...w.dataSync()];
const averageOf = (decay: number) => new ExponentialMovingAverage({ variables: { w }, decay });
const step = () =>
  gradientPlayer<NdArray>({
    name: 'P',
    variables: { w },
    optimizer: tf.train.adam(0.1),
    objective: () =>
      maximize(tensorBound('lower', 'q', [{ name: 'size', nats: w.square().sum().asScalar(), weight: -1 }])),
  });
const batch = ndArray([1], Float32Array.of(0));
const context = { step: 0, rng: createRng(0) };

test.each([0, 0.5, 0.9, 0.9999])('decay %f: the weighted mean of its definition', (decay) => {
  const average = averageOf(decay);
  const path = Array.from({ length: 40 }, (_, i) => [Math.sin(i), 10 + i]);
  for (const [t, point] of path.entries()) {
    tf.tidy(() => w.assign(tf.tensor1d(point)));
    average.update();
    const shares = path.slice(0, t + 1).map((_, i) => (1 - decay) * decay ** (t - i));
    const total = shares.reduce((sum, s) => sum + s, 0);
    average.swappedIn(() => {
      for (const k of [0, 1]) {
        const mean = shares.reduce((sum, s, i) => sum + s * path[i]![k]!, 0) / total;
        expect(Math.abs(values()[k]! - mean)).toBeLessThan(2e-5 * Math.max(1, Math.abs(mean)));
      }
    });
  }
});

describe('swapping in', () => {
  test('gives the weights back after a return, an error and a promise', async () => {
    const average = averageOf(0.5);
    average.update();
    tf.tidy(() => w.assign(tf.tensor1d([7, 7])));
    expect(average.swappedIn(values)).toEqual([3, -1]);
    expect(values()).toEqual([7, 7]);
    expect(() =>
      average.swappedIn(() => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(values()).toEqual([7, 7]);
    const later = average.swappedIn(async () => {
      await Promise.resolve();
      return values();
    });
    expect(values()).toEqual([3, -1]);
    expect(() => average.update()).toThrow(/expected the weights in place/);
    expect(() => average.swappedIn(values)).toThrow(/expected the weights in place/);
    await expect(average.follow(step()).take(batch, context)).rejects.toThrow(/expected the weights in place/);
    expect(await later).toEqual([3, -1]);
    expect(values()).toEqual([7, 7]);
  });

  test('leaks no tensor, and dispose frees the averages', () => {
    const before = tf.memory().numTensors;
    const average = averageOf(0.5);
    average.update();
    average.swappedIn(values);
    average.update();
    expect(tf.memory().numTensors).toBe(before + 1);
    average.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('before the first update there is none', () => {
    expect(() => averageOf(0.5).swappedIn(values)).toThrow(/at least one update/);
  });
});

test('a followed step averages after each move, and its state holds the optimizer’s and the average', async () => {
  const average = averageOf(0.5);
  const followed = average.follow(step());
  await followed.take(batch, context);
  const after1 = values();
  await followed.take(batch, context);
  const after2 = values();
  const expected = after1.map((v, i) => (v + 2 * after2[i]!) / 3);
  for (const [i, v] of average.swappedIn(values).entries()) expect(v).toBeCloseTo(expected[i]!, 6);
  const state = await followed.state!();
  expect(Object.keys(state)).toContain('average/updates');
  const other = averageOf(0.5);
  await other.follow(step()).restore!(state);
  expect(other.swappedIn(values)).toEqual(average.swappedIn(values));
});

test('a step that throws is not averaged', async () => {
  const average = averageOf(0.5);
  const failing = average.follow({ name: 'P', take: () => Promise.reject(new Error('NaN')) });
  await expect(failing.take(batch, context)).rejects.toThrow('NaN');
  expect(() => average.swappedIn(values)).toThrow(/at least one update/);
});

test.each([
  ['no count', {}, /expected a count of updates, got undefined/],
  [
    'another shape',
    { updates: { shape: [], data: Float64Array.of(1) }, 'of/w': ndArray([1], Float32Array.of(1)) },
    /\[2\]/,
  ],
])('a state with %s is refused', (_, state, message) => {
  expect(() => averageOf(0.5).restore(state)).toThrow(message);
});

test.each([1, -0.1, Number.NaN])('decay %s is refused', (decay) => {
  expect(() => averageOf(decay)).toThrow(/expected a number from 0 to below 1/);
});

test('no variables, and integers, are refused', () => {
  expect(() => new ExponentialMovingAverage({ variables: {}, decay: 0.5 })).toThrow(/at least one, got none/);
  const n = tf.variable(tf.scalar(1, 'int32'));
  expect(() => new ExponentialMovingAverage({ variables: { n }, decay: 0.5 })).toThrow(/got int32 in 'n'/);
});
