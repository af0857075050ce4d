import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distributions/index.js';
import { examplesOfFamilies, FAMILIES, familiesIn } from '../families/index.js';
import { pointsOfFamilies } from '../fixture.js';
import { useBackend } from '../use-backend.js';

await tf.setBackend('cpu');
const points = pointsOfFamilies();

/** Draws with one seed on wasm and then on cpu. */
async function onBoth(make: () => Distribution): Promise<[Float32Array, Float32Array]> {
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

  it.each(FAMILIES.map(({ label }) => label))('%s', async (label) => {
    expectSame(await onBoth(() => examplesOfFamilies()[label]!));
  });

  it.each(familiesIn('distributions').map((family) => [family.name, family] as const))(
    '%s at the points of the fixtures, extreme ones included',
    async (name, { parameters, make }) => {
      const rows = points[name]!;
      const keys = Object.keys(parameters);
      expectSame(
        await onBoth(() =>
          make(Object.fromEntries(keys.map((key) => [key, tf.tensor1d(rows.map((row) => row.params[key]!))]))),
        ),
      );
    },
  );
});
