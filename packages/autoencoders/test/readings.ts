import { createVae, type Vae, type VaeOptions } from '@latents/autoencoders';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { batches, fit, type Reading, type Stored, save } from '@latents/training';
import * as tf from '@tensorflow/tfjs';

export const OPTIMIZERS = {
  sgd: () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.02, 0.9),
  adam: () => tf.train.adam(0.01),
  adamax: () => tf.train.adamax(0.01),
  rmsprop: () => tf.train.rmsprop(0.003, 0.9, 0.5),
};

/** `rows` examples of `width` bits whose neighbours agree four times in five: there is something to learn. */
export function bits(rows: number, width: number, seed = 17): NdArray<Float32Array> {
  const data = createRng(seed).fillUniform(new Float32Array(rows * width));
  for (let i = 0; i < data.length; i++) {
    data[i] = i % width === 0 ? Math.round(data[i]!) : data[i]! < 0.8 ? data[i - 1]! : 1 - data[i - 1]!;
  }
  return ndArray([rows, width], data);
}

export function smallVae(options: Partial<VaeOptions> = {}): Vae {
  return createVae({ inputDim: 12, latentDim: 2, hidden: [8], rng: createRng(3), ...options });
}

/** The bytes of a saved model. */
export async function bytesOf(model: Stored): Promise<Uint8Array> {
  let bytes = new Uint8Array();
  const write = async (written: Uint8Array) => {
    bytes = written.slice();
  };
  await save(model, { write });
  return bytes;
}

/** The readings of `steps` steps on 50 examples in batches of 16, a function of the seeds alone. */
export async function train(steps: number, optimizer: () => tf.Optimizer = OPTIMIZERS.adam): Promise<Reading[]> {
  const vae = smallVae();
  const made = optimizer();
  const data = batches(bits(50, 12), { size: 16, rng: createRng(5) });
  const readings: Reading[] = [];
  for await (const reading of fit(vae.players({ optimizer: made }), data, { steps, rng: createRng(6) }))
    readings.push(reading);
  vae.dispose();
  made.dispose();
  return readings;
}
