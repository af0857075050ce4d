import { useBackend, wideCalls } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const scalars = (count: number) => Array.from({ length: count }, (_, i) => tf.scalar(i));

describe('wideCalls', () => {
  it('names a sum of eight tensors and lets one of seven pass', async () => {
    expect(await wideCalls(() => tf.tidy(() => void tf.addN(scalars(7))))).toEqual([]);
    expect(await wideCalls(() => tf.tidy(() => void tf.addN(scalars(8))))).toEqual(['AddN of 8 inputs']);
  });

  it('sees the calls of a gradient and what comes after an await', async () => {
    const wide = await wideCalls(async () => {
      await Promise.resolve();
      tf.tidy(() => void tf.grad((x) => tf.addN([...scalars(8), x]))(tf.scalar(1)));
    });
    expect(wide).toEqual(['AddN of 9 inputs']);
  });

  it('lets stacks and concatenations pass, which the webgpu backend splits', async () => {
    expect(await wideCalls(() => tf.tidy(() => void tf.stack(scalars(20))))).toEqual([]);
    expect(await wideCalls(() => tf.tidy(() => void tf.concat(scalars(20).map((x) => x.reshape([1])))))).toEqual([]);
  });
});
