import { checkedTensors } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../use-backend.js';

beforeAll(() => useBackend('cpu'));

/** A check that refuses negative numbers, and how often values were read. */
function positives() {
  const seen: number[][] = [];
  const inputs = checkedTensors((where, { data }) => {
    seen.push([...data]);
    if (data.some((v) => v < 0)) throw new RangeError(`${where}: expected positive numbers`);
  });
  return { inputs, seen };
}

describe('checkedTensors', () => {
  test('reads a tensor once, however often it is given', () => {
    const { inputs, seen } = positives();
    const x = tf.tensor1d([1, 2]);
    for (let i = 0; i < 3; i++) inputs.check('model.bound(x)', x);
    expect(seen).toEqual([[1, 2]]);
  });

  test('reads a variable each time, because its values may change', () => {
    const { inputs, seen } = positives();
    const x = tf.variable(tf.tensor1d([1]));
    inputs.check('model.bound(x)', x);
    x.assign(tf.tensor1d([-1]));
    expect(() => inputs.check('model.bound(x)', x)).toThrow('model.bound(x): expected positive numbers');
    expect(seen).toHaveLength(2);
  });

  test('reads a refused tensor again, and refuses it again', () => {
    const { inputs } = positives();
    const x = tf.tensor1d([-1]);
    for (let i = 0; i < 2; i++) expect(() => inputs.check('model.bound(x)', x)).toThrow(RangeError);
  });

  test('does not read a trusted tensor', () => {
    const { inputs, seen } = positives();
    const x = tf.tensor1d([-1]);
    inputs.trust(x);
    inputs.check('model.bound(x)', x);
    expect(seen).toEqual([]);
  });

  test.each([
    [[[1, 2]], 'got an array'],
    [{ shape: [1], data: Float32Array.of(1) }, 'got Object'],
    [undefined, 'got undefined'],
    [null, 'got null'],
  ])('refuses %j, which is no tensor', (x, got) => {
    const { inputs } = positives();
    expect(() => inputs.check('model.bound(x)', x as never)).toThrow(
      new RegExp(`^model.bound\\(x\\): expected a tensor, ${got}\\. Make one`),
    );
  });
});
