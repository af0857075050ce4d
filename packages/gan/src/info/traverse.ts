import { checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { denormalize } from '../game/normalization.js';
import type { InfoGanParts } from './info-gan-parts.js';

export interface TraversalOptions {
  /** The name of the code that varies. */
  readonly code: string;
  /** Number of rows, each with its own draw of the noise and of the other codes. */
  readonly rows: number;
  /** Number of values of a continuous code (default 10). A discrete code shows all its values. */
  readonly columns?: number;
  readonly rng: Rng;
}

/** Returns a grid `[rows * columns, ...dataShape]` that shows what one code changes: see `InfoGan.traverse`. */
export function traverse(
  { codes, noise, generator, normalization }: InfoGanParts,
  options: TraversalOptions,
): { readonly images: tf.Tensor; readonly columns: number } {
  checkOptions('infoGan.traverse(options)', options, ['code', 'rows', 'columns', 'rng']);
  const { code, rows, columns = 10, rng } = options;
  const chosen = Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (chosen === undefined) {
    throw new RangeError(
      `infoGan.traverse({ code }): expected one of ${Object.keys(codes).join(', ')}, got '${code}'.`,
    );
  }
  for (const [name, value] of Object.entries({ rows, columns })) {
    checkPositiveInteger(`infoGan.traverse({ ${name} })`, value);
  }
  checkRng('infoGan.traverse({ rng })', rng);
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
