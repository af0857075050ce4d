import { createRng, ndArray } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEvaluation } from '../../../src/panels/info-gan/evaluation.js';
import { CODES, COLUMNS, DRAWN } from '../../../src/panels/info-gan/messages.js';
import { createModel } from '../../../src/panels/info-gan/model.js';
import { CLASSES, PIXELS } from '../../../src/panels/info-gan/settings.js';

const gan = createModel(createRng(0));
const evaluation = createEvaluation(gan, createRng(1));
let before = 0;

beforeAll(() => {
  before = tf.memory().numTensors;
});

afterAll(() => {
  expect(tf.memory().numTensors).toBe(before);
  gan.dispose();
});

test('an untrained Q knows nothing: each bound is far below its ceiling', async () => {
  const bounds = await evaluation.bounds();
  const { codes } = gan.ceiling();
  for (const name of CODES) expect(bounds[name]).toBeLessThan(codes[name]! - 1);
  expect(bounds.class).toBeLessThan(0.1);
});

test('the same code and noise make the same images; another code does not', async () => {
  const [once, again, other] = [
    await evaluation.made([3, 0.5, -1]),
    await evaluation.made([3, 0.5, -1]),
    await evaluation.made([4, 0.5, -1]),
  ];
  expect(once).toHaveLength(DRAWN * PIXELS);
  expect(again).toEqual(once);
  expect(other).not.toEqual(once);
  expect(Math.min(...once)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...once)).toBeLessThanOrEqual(1);
});

test('every traversal has full rows, and its columns differ by the code alone', async () => {
  for (const code of CODES) {
    const images = await evaluation.traversal(code);
    expect((images.length / PIXELS) % COLUMNS).toBe(0);
    expect(images.subarray(0, PIXELS)).not.toEqual(images.subarray(PIXELS, 2 * PIXELS));
  }
});

test('a class for each example', async () => {
  const classes = await evaluation.classes(ndArray([3, PIXELS], new Float32Array(3 * PIXELS).fill(-1)));
  expect(classes).toHaveLength(3);
  for (const value of classes) expect([...Array(CLASSES).keys()]).toContain(value);
});
