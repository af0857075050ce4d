import { allOrNone, mlp, NetworkModel } from '@latents/core';
import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../use-backend.js';

beforeAll(() => useBackend('cpu'));
const layer = (width: number) => mlp({ inputDim: 2, hidden: [], outputDim: width, rng: createRng(0) });

describe('allOrNone', () => {
  test('returns what the function makes, and frees nothing', () => {
    const before = tf.memory().numTensors;
    const made = allOrNone((part) => [part(layer(1)), part(layer(2))]);
    expect(made.map(({ outputShape }) => outputShape)).toEqual([[1], [2]]);
    expect(tf.memory().numTensors - before).toBe(4);
    for (const network of made) network.dispose();
  });

  test('frees the parts made so far, the last first, if a later one is refused', () => {
    const before = tf.memory().numTensors;
    const freed: number[] = [];
    const tracked = (n: number) => ({ dispose: () => void freed.push(n) });
    expect(() => allOrNone((part) => [part(layer(1)), part(tracked(1)), part(tracked(2)), part(layer(0))])).toThrow(
      'mlp({ outputDim }): expected a positive integer, got 0.',
    );
    expect(freed).toEqual([2, 1]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('frees variables of parts that were not passed on, and leaves older variables', () => {
    const older = tf.variable(tf.scalar(1));
    const before = tf.memory().numTensors;
    expect(() => allOrNone(() => [layer(2), layer(0)])).toThrow('mlp({ outputDim })');
    expect(tf.memory().numTensors).toBe(before);
    expect(older.isDisposed).toBe(false);
    older.dispose();
  });
});

test('an mlp that draws more weights than a limited stream allows is refused before it allocates', () => {
  const before = tf.memory().numTensors;
  const rng = createRng(0).limited(1000);
  const start = performance.now();
  expect(() => mlp({ inputDim: 2, hidden: [30_000, 20_000], outputDim: 2, rng })).toThrow(/1000/);
  expect(performance.now() - start).toBeLessThan(50);
  expect(tf.memory().numTensors).toBe(before);
});

test('a model disposes the parts that it owns once, before its variables', () => {
  class Owner extends NetworkModel<never, never> {
    constructor(part: { dispose(): void }) {
      super({ kind: 'owner' }, { network: layer(1).variables }, [part]);
    }
    players() {
      return [];
    }
  }
  const calls: boolean[] = [];
  const model: Owner = new Owner({
    dispose: () => void calls.push(Object.values(model.parameters).some(({ isDisposed }) => isDisposed)),
  });
  model.dispose();
  model.dispose();
  expect(calls).toEqual([false]);
  expect(Object.values(model.parameters).every(({ isDisposed }) => isDisposed)).toBe(true);
});
