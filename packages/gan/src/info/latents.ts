import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { InfoGanParts } from './info-gan-parts.js';
import type { GivenCodes } from './information-bound.js';

/** Returns noise and codes side by side, as the generator takes them, and the codes by name. Codes that are not given are drawn. */
export function latents(
  { noise, codes }: InfoGanParts,
  count: number,
  rng: Rng,
  given: GivenCodes = {},
): { readonly input: tf.Tensor2D; readonly drawn: GivenCodes } {
  for (const [name, values] of Object.entries(given)) {
    const code = codes[name];
    if (code === undefined || values.shape.join() !== [count, code.dimension].join()) {
      const wanted = code ? `[${count}, ${code.dimension}]` : `one of ${Object.keys(codes).join(', ')}`;
      throw new RangeError(`infoGan.sample(count, rng, codes): expected ${wanted}, got '${name}' [${values.shape}].`);
    }
  }
  const z = noise.sample(count, rng);
  const drawn = Object.fromEntries(
    Object.entries(codes).map(([name, code]) => [name, given[name] ?? code.sample(count, rng)]),
  );
  return { input: tf.concat([z, ...Object.values(drawn)], 1) as tf.Tensor2D, drawn };
}
