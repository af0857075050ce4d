import type { Normalization } from '@latents/math';
import type { Json } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';

/** Returns a normalization as plain JSON; null for none. */
export function describeNormalization(normalization: Normalization | undefined): Json {
  return normalization ? { loc: [...normalization.loc], scale: [...normalization.scale] } : null;
}

/** Throws a RangeError unless each of `size` columns has a finite loc and a positive finite scale. */
export function checkNormalization(where: string, normalization: Normalization, size: number): void {
  const { loc, scale } = normalization ?? {};
  if (!Array.isArray(loc) || !Array.isArray(scale)) {
    throw new TypeError(`${where}({ normalization }): expected { loc, scale }, as standardize(data) returns.`);
  }
  if (loc.length !== size || scale.length !== size) {
    throw new RangeError(
      `${where}({ normalization }): expected ${size} columns, as the generator outputs, got ${loc.length} of loc and ${scale.length} of scale.`,
    );
  }
  for (let j = 0; j < size; j++) {
    if (!Number.isFinite(loc[j]) || !(Number.isFinite(scale[j]) && scale[j]! > 0)) {
      throw new RangeError(
        `${where}({ normalization }): expected a finite loc and a positive finite scale of each column, got ${loc[j]} and ${scale[j]} of column ${j}. A column that does not vary has scale 1.`,
      );
    }
  }
}

/** Maps data to the networks' scale. */
export function normalize(x: tf.Tensor, normalization: Normalization | undefined): tf.Tensor {
  if (normalization === undefined) return x;
  const { loc, scale } = normalization;
  const shape = [1, ...x.shape.slice(1)];
  return tf.div(tf.sub(x, tf.tensor([...loc], shape)), tf.tensor([...scale], shape));
}

/** Maps data on the networks' scale back. */
export function denormalize(x: tf.Tensor, normalization: Normalization | undefined): tf.Tensor {
  if (normalization === undefined) return x;
  const { loc, scale } = normalization;
  const shape = [1, ...x.shape.slice(1)];
  return tf.add(tf.mul(x, tf.tensor([...scale], shape)), tf.tensor([...loc], shape));
}
