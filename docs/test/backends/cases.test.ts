import { useBackend, wideCalls } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { CASES } from './cases/index.js';

beforeAll(() => useBackend('cpu'));

describe('the table of backend cases', () => {
  it('names each case once', () => {
    const names = CASES.map(({ kind, name }) => `${kind}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** The momentum optimizer of tfjs keeps one scalar after it is disposed. */
const KEPT: Readonly<Record<string, number>> = { 'tf.train.momentum': 1 };

describe.each(CASES.map((each) => [each.kind, each.name, each.run] as const))('%s: %s', (_, name, run) => {
  it('gives numbers, leaves no tensor and calls no operation with more tensors than webgpu reads', async () => {
    await run();
    const before = tf.memory().numTensors;
    let outcome: Awaited<ReturnType<typeof run>> = {};
    const wide = await wideCalls(async () => {
      outcome = await run();
    });
    expect(wide).toEqual([]);
    expect(Object.values(outcome).flat().length).toBeGreaterThan(0);
    expect(tf.memory().numTensors - before).toBe(KEPT[name] ?? 0);
  });
});
