import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import { batches, fit } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { bits, smallVae, train } from './readings.js';

test('one seed gives one run: twice on a backend to the bit, on cpu and wasm to 1e-4', async () => {
  await useBackend('cpu');
  const cpu = await train(100);
  expect(await train(100)).toEqual(cpu);
  await useBackend('wasm');
  const wasm = await train(100);
  expect(await train(100)).toEqual(wasm);
  for (const [i, reading] of cpu.entries()) {
    expect(Math.abs(wasm[i]!.nats / reading.nats - 1), `step ${i}`).toBeLessThan(1e-4);
    for (const [name, value] of Object.entries(reading.terms)) {
      expect(Math.abs(wasm[i]!.terms[name]! - value), `step ${i}, ${name}`).toBeLessThan(1e-4 * Math.abs(reading.nats));
    }
  }
  // It is a run that learns.
  expect(cpu.at(-1)!.nats).toBeGreaterThan(cpu[0]!.nats + 0.5);
});

test.each(['cpu', 'wasm'] as const)(
  '%s: the tensor count is flat over 1,000 steps, evaluation included',
  async (backend) => {
    await useBackend(backend);
    const vae = smallVae();
    const heldOut = tf.tensor2d(bits(10, 12, 18).data, [10, 12]);
    const data = batches(bits(50, 12), { size: 16, rng: createRng(5) });
    let flat: number | undefined;
    for await (const { step } of fit(vae.players({ optimizer: tf.train.adam(0.01) }), data, {
      steps: 1000,
      rng: createRng(6),
    })) {
      if (step % 100 === 99) {
        const rng = createRng(step);
        tf.dispose(tf.tidy(() => vae.elbo(heldOut, rng).value));
        const { value, terms } = vae.importanceWeightedBound(heldOut, { samples: 3, rng });
        tf.dispose([value, ...terms.map(({ nats }) => nats)]);
        tf.dispose([vae.logLikelihood(heldOut, { samples: 5, rng, chunk: 2 }), vae.generate(2, rng)]);
        tf.dispose([vae.encode(heldOut), vae.reconstruct(heldOut)]);
      }
      // From the first step on, when the optimizer has made its slots.
      flat ??= tf.memory().numTensors;
      expect(tf.memory().numTensors).toBe(flat);
    }
    vae.dispose();
  },
  120_000,
);
