import { checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { denormalize } from '../game/normalization.js';
import type { InfoGanParts } from './info-gan-parts.js';

export interface TraversalOptions {
  /** The name of the code that varies. */
  readonly code: string;
  /** Draws of noise and of the other codes, one a row. */
  readonly rows: number;
  /** How many values of a continuous code (default 10); a discrete one shows all that it has. */
  readonly columns?: number;
  readonly rng: Rng;
}

/** A grid `[rows * columns, ...dataShape]` that shows what one code changes: see `InfoGan.traverse`. */
export function traverse(
  { codes, noise, generator, normalization }: InfoGanParts,
  { code, rows, columns = 10, rng }: TraversalOptions,
): { readonly images: tf.Tensor; readonly columns: number } {
  const chosen = codes[code];
  if (chosen === undefined) {
    throw new RangeError(
      `infoGan.traverse({ code }): expected one of ${Object.keys(codes).join(', ')}, got '${code}'.`,
    );
  }
  for (const [name, value] of Object.entries({ rows, columns })) {
    checkPositiveInteger(`infoGan.traverse({ ${name} })`, value);
  }
  const values = chosen.values(columns);
  const images = tf.tidy(() => {
    const repeat = (x: tf.Tensor2D) =>
      tf.reshape(tf.tile(tf.expandDims(x, 1), [1, values.length, 1]), [-1, x.shape[1]]) as tf.Tensor2D;
    const z = repeat(noise.sample(rows, rng));
    const others = Object.entries(codes).map(([name, other]) =>
      name === code ? (tf.tile(tf.tensor2d(values), [rows, 1]) as tf.Tensor2D) : repeat(other.sample(rows, rng)),
    );
    return denormalize(generator.apply(tf.concat([z, ...others], 1)), normalization);
  });
  return { images, columns: values.length };
}
