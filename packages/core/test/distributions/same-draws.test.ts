import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import * as families from '../../src/distributions/index.js';
import { examplesOfFamilies } from '../divergences/examples-of-families.js';
import { pointsOfFamilies } from '../fixture.js';
import { useBackend } from '../use-backend.js';

await tf.setBackend('cpu');
const examples = Object.keys(examplesOfFamilies());

const points = pointsOfFamilies();
const byName = families as unknown as Record<string, new (options: object) => families.Distribution>;

/** Draws with one seed on wasm and then on cpu. */
async function onBoth(make: () => families.Distribution): Promise<[Float32Array, Float32Array]> {
  const draws: Float32Array[] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    expect(tf.getBackend()).toBe(backend);
    draws.push(Float32Array.from(tf.tidy(() => make().sample(createRng(5), [200])).dataSync()));
  }
  return [draws[1]!, draws[0]!];
}

/** The kernels of exp, log and pow differ in the last bits: 2e-6 relative, 1e-7 near 0. Integers are the same. */
function expectSame([wasm, cpu]: [Float32Array, Float32Array]): void {
  expect(wasm.length).toBe(cpu.length);
  const far = Array.from(wasm).flatMap((x, i) => {
    const right = cpu[i]!;
    const same = x === right || Math.abs(x - right) <= 2e-6 * Math.abs(right) + 1e-7;
    return same ? [] : [`draw ${i}: ${x} on wasm, ${right} on cpu`];
  });
  expect(far).toEqual([]);
}

describe('one seed gives the same draws on cpu and on wasm', () => {
  useBackend('wasm');

  it('the list has every family', () => {
    const exported = Object.entries(families).flatMap(([name, value]) =>
      typeof value === 'function' && value.prototype instanceof families.Distribution ? [name] : [],
    );
    expect(exported.length).toBeGreaterThanOrEqual(40);
    expect(exported.filter((name) => !examples.some((example) => example.split(' ')[0] === name))).toEqual([]);
  });

  it.each(examples)('%s', async (name) => {
    expectSame(await onBoth(() => examplesOfFamilies()[name]!));
  });

  it.each(Object.keys(points))('%s at the points of the fixtures, extreme ones included', async (name) => {
    const rows = points[name]!;
    const keys = Object.keys(rows[0]!.params);
    expectSame(
      await onBoth(
        () =>
          new byName[name]!(
            Object.fromEntries(keys.map((key) => [key, tf.tensor1d(rows.map((row) => row.params[key]!))])),
          ),
      ),
    );
  });
});
