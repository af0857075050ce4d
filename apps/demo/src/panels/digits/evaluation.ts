import type { Vae } from '@latents/autoencoders';
import { dynamicBinarization } from '@latents/datasets';
import { type NdArray, type Rng, takeRows } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import type { Terms } from '../training/messages.js';
import type { LabelledDigits } from './digits.js';
import { type Images, read, shownIndices } from './images.js';

/** What a run is measured by: held-out digits, binarised once, and noise that is the same at each measurement. */
export interface Evaluation {
  readonly labels: Uint8Array;
  /** All held-out digits, binarised. */
  readonly examples: NdArray<Float32Array>;
  /** The digits whose reconstructions are shown. */
  readonly shown: NdArray<Float32Array>;
  /** The terms of the held-out ELBO, in nats per example. */
  terms(vae: Vae): Promise<Terms>;
  /** The posterior means of all held-out digits, `[n, latentDim]`. */
  codes(vae: Vae): Promise<Images>;
  reconstructions(vae: Vae): Promise<Images>;
  /** Decoded draws from the prior: the same draws of z each time, so that one sees each image take shape. */
  generated(vae: Vae): Promise<Images>;
}

const GENERATED = 40;

export function createEvaluation({ images, labels }: LabelledDigits, rng: Rng): Evaluation {
  const examples = dynamicBinarization(images, rng.fork(0));
  const shown = takeRows(examples, shownIndices(labels, 2));
  return {
    labels,
    examples,
    shown,
    async terms(vae) {
      const named = tf.tidy(() => {
        const { terms } = vae.elbo(tensor(examples), rng.fork(1));
        return Object.fromEntries(terms.map(({ name, nats }) => [name, nats]));
      });
      const [reconstruction, rate] = await Promise.all([read(named['reconstruction']!), read(named['rate']!)]);
      return { reconstruction: reconstruction[0]!, rate: rate[0]! };
    },
    codes: (vae) => read(tf.tidy(() => vae.encode(tensor(examples)))),
    reconstructions: (vae) => read(tf.tidy(() => vae.reconstruct(tensor(shown)))),
    generated: (vae) => read(vae.generate(GENERATED, rng.fork(2))),
  };
}

function tensor({ data, shape }: NdArray<Float32Array>): tf.Tensor2D {
  return tf.tensor2d(data, shape as [number, number]);
}
