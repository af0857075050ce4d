import type { Corruption } from '@latents/autoencoders';
import { dynamicBinarization } from '@latents/datasets';
import { type NdArray, type Rng, takeRows } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import type { LabelledDigits } from '../digits/digits.js';
import type { Images } from '../digits/images.js';
import { read, shownIndices } from '../digits/images.js';

/** What the three have in common: the mean code of x, and P(x | z). */
export interface Coder {
  readonly encoder: { given(x: tf.Tensor): { mean(): tf.Tensor } };
  readonly decoder: { given(z: tf.Tensor): { mean(): tf.Tensor; logProb(x: tf.Tensor): tf.Tensor } };
  readonly latentDim: number;
}

/** What the models are measured by: held-out digits, binarised, corrupted and noised once for all. */
export interface Evaluation {
  /** The mean log p(x | z) of the clean digits in nats, the encoder shown them clean or corrupted. */
  score(model: Coder, shown: 'clean' | 'corrupted'): Promise<number>;
  /** Ten digits as shown, then what each model makes of them. */
  reconstructions(models: readonly Coder[], shown: 'clean' | 'corrupted'): Promise<Images>;
  /** The same ten draws of z from N(0, I) decoded by each model. */
  decoded(models: readonly Coder[]): Promise<Images>;
}

const SHOWN = 10;

/** Reads the corrupted digits back: they are made by tensors, and every measurement takes them again. */
export async function createEvaluation(
  { images, labels }: LabelledDigits,
  corruption: Corruption,
  latentDim: number,
  rng: Rng,
): Promise<Evaluation> {
  const clean = dynamicBinarization(images, rng.fork(0));
  const masked = await read(tf.tidy(() => corruption.apply(tensor(clean), rng.fork(1))));
  const sets = { clean, corrupted: { shape: clean.shape, data: masked } };
  const indices = shownIndices(labels, 1);
  const z = rng.fork(2).fillNormal(new Float32Array(SHOWN * latentDim));
  return {
    async score(model, shown) {
      const nats = tf.tidy(() => {
        const code = model.encoder.given(tensor(sets[shown])).mean();
        return model.decoder.given(code).logProb(tensor(clean)).mean();
      });
      return (await read(nats))[0]!;
    },
    reconstructions: (models, shown) =>
      read(
        tf.tidy(() => {
          const x = tensor(takeRows(sets[shown], indices));
          return tf.concat([x, ...models.map(({ encoder, decoder }) => decoder.given(encoder.given(x).mean()).mean())]);
        }),
      ),
    decoded: (models) =>
      read(
        tf.tidy(() => {
          const codes = tf.tensor2d(z, [SHOWN, latentDim]);
          return tf.concat(models.map(({ decoder }) => decoder.given(codes).mean()));
        }),
      ),
  };
}

function tensor({ data, shape }: NdArray<Float32Array>): tf.Tensor2D {
  return tf.tensor2d(data, shape as [number, number]);
}
