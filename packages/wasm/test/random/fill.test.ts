import { randomNormal, randomUniform } from '@latents/core';
import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

const SIZES = [0, 1, 2, 3, 4, 5, 15, 16, 17, 63, 100_003];

describe.each(SIZES)('%i numbers', (size) => {
  it('uniforms are core’s, bit for bit, and the generator moves on alike', () => {
    const [ours, core] = [createRng(7), createRng(7)];
    const drawn = tf.tidy(() => randomUniform(ours, [size]).dataSync());
    expect(
      Buffer.from(Float32Array.from(drawn).buffer).equals(Buffer.from(core.fillUniform(new Float32Array(size)).buffer)),
    ).toBe(true);
    expect(ours.state()).toEqual(core.state());
    expect(ours.uniform()).toBe(core.uniform());
  });

  it('normals are core’s within 4e-6', () => {
    const [ours, core] = [createRng(2 ** 40 + 3), createRng(2 ** 40 + 3)];
    const drawn = tf.tidy(() => randomNormal(ours, [size]).dataSync());
    const wanted = core.fillNormal(new Float32Array(size));
    let worst = 0;
    wanted.forEach((x, i) => {
      worst = Math.max(worst, Math.abs(x - drawn[i]!));
    });
    expect(worst).toBeLessThan(4e-6);
    expect(ours.state()).toEqual(core.state());
  });
});

it('block numbers beyond 2^32', () => {
  const state = { ...createRng(1).state(), block: 2 ** 32 - 2 };
  const [ours, core] = [createRng(state), createRng(state)];
  const drawn = tf.tidy(() => randomUniform(ours, [40]).dataSync());
  expect([...drawn]).toEqual([...core.fillUniform(new Float32Array(40))]);
});

it('other backends draw from core', async () => {
  await tf.setBackend('cpu');
  const drawn = [...randomNormal(createRng(5), [2, 3]).dataSync()];
  await tf.setBackend('wasm');
  expect(drawn).toEqual([...createRng(5).fillNormal(new Float32Array(6))]);
});

it('guards the shape', () => {
  expect(() => randomNormal(createRng(0), [2, -1])).toThrow('expected non-negative integers as the shape, got [2,-1]');
  expect(() => createRng(0).take(-1)).toThrow('rng.take(blocks): expected a non-negative integer, got -1');
});
