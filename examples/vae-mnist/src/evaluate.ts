import { type NdArray, type Rng, takeRows, type Vae } from '@latents/autoencoders';
import { tensorsOf } from '@latents/core';
import { dynamicBinarization } from '@latents/datasets';
import * as tf from '@tensorflow/tfjs';

const CHUNK = 500;

/** The ELBO in nats an example over all images, each binarised once and z drawn once. */
export function heldOutElbo(vae: Vae, images: NdArray<Uint8Array>, rng: Rng): number {
  let total = 0;
  for (const [x, count] of chunks(images, rng, CHUNK)) {
    total += count * tf.tidy(() => vae.elbo(x, rng).value.dataSync()[0]!);
    x.dispose();
  }
  return total / images.shape[0]!;
}

/** The mean over images of the importance-sampled log p(x), in nats, and its standard error over images. */
export function heldOutLogLikelihood(
  vae: Vae,
  images: NdArray<Uint8Array>,
  samples: number,
  rng: Rng,
): { mean: number; standardError: number } {
  const values: number[] = [];
  for (const [x] of chunks(images, rng, 50)) {
    values.push(...tf.tidy(() => vae.logLikelihood(x, { samples, rng }).dataSync()));
    x.dispose();
  }
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
  return { mean, standardError: Math.sqrt(variance / values.length) };
}

function* chunks(images: NdArray<Uint8Array>, rng: Rng, size: number): Generator<[x: tf.Tensor, count: number]> {
  for (let at = 0; at < images.shape[0]!; at += size) {
    const count = Math.min(size, images.shape[0]! - at);
    const rows = takeRows(
      images,
      Uint32Array.from({ length: count }, (_, i) => at + i),
    );
    yield [tensorsOf(dynamicBinarization(rows, rng)), count];
  }
}
