import { checkSize, type NdArray } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** An affine map of data to the scale that networks train on: (x - loc) / scale, column by column. Plain JSON. */
export interface Normalization {
  readonly loc: readonly number[];
  readonly scale: readonly number[];
}

/**
 * To mean 0 and variance 1 (columns that do not vary: to 0).
 *
 * @param data `[rows, ...]`.
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { standardize } from '@latents/gan';
 *
 * standardize(ndArray([2, 2], Float64Array.of(1, 5, 3, 5))); // => { loc: [2, 5], scale: [1, 1] }
 * ```
 * @throws RangeError if no column varies: a data set of one point needs no generator; for a value that is not finite.
 */
export function standardize(data: NdArray): Normalization {
  return fit('standardize(data)', data, (column) => {
    const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
    const variance = column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length;
    return [mean, Math.sqrt(variance)];
  });
}

/** To the range [-1, 1], that of tanh. Throws as {@link standardize} does. */
export function toUnitRange(data: NdArray): Normalization {
  return fit('toUnitRange(data)', data, (column) => {
    const [low, high] = [column.reduce((a, b) => Math.min(a, b)), column.reduce((a, b) => Math.max(a, b))];
    return [(low + high) / 2, (high - low) / 2];
  });
}

function fit(where: string, array: NdArray, locScale: (column: Float64Array) => [number, number]): Normalization {
  checkSize(where, 'data', array);
  const { shape, data } = array;
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new RangeError(`${where}: expected finite values, got ${data[at]} at ${at}.`);
  const rows = shape[0] ?? 0;
  const width = rows > 0 ? data.length / rows : 0;
  const fitted = Array.from({ length: width }, (_, j): [number, number] => {
    const column = Float64Array.from({ length: rows }, (_, i) => data[i * width + j]!);
    // Of equal doubles the mean may be another number, and the variance not quite 0.
    return column.every((value) => value === column[0]) ? [column[0]!, 0] : locScale(column);
  });
  if (!fitted.some(([, scale]) => scale > 0)) {
    throw new RangeError(`${where}: expected at least two different rows, got ${rows} equal ones.`);
  }
  return { loc: fitted.map(([loc]) => loc), scale: fitted.map(([, scale]) => (scale > 0 ? scale : 1)) };
}

/** Throws a RangeError unless each of so many columns has a finite place and a positive finite scale. */
export function checkNormalization(where: string, { loc, scale }: Normalization, size: number): void {
  if (loc.length !== size || scale.length !== size) {
    throw new RangeError(
      `${where}({ normalization }): expected ${size} columns, as the generator puts out, got ${loc.length} of loc and ${scale.length} of scale.`,
    );
  }
  for (let j = 0; j < size; j++) {
    if (!Number.isFinite(loc[j]) || !(scale[j]! > 0 && scale[j]! < Infinity)) {
      throw new RangeError(
        `${where}({ normalization }): expected a finite loc and a positive finite scale of each column, got ${loc[j]} and ${scale[j]} of column ${j}. A column that does not vary has scale 1.`,
      );
    }
  }
}

/** Data to the networks' scale. */
export function normalize(x: tf.Tensor, normalization: Normalization | undefined): tf.Tensor {
  if (normalization === undefined) return x;
  const { loc, scale } = normalization;
  const shape = [1, ...x.shape.slice(1)];
  return tf.div(tf.sub(x, tf.tensor([...loc], shape)), tf.tensor([...scale], shape));
}

/** And back. */
export function denormalize(x: tf.Tensor, normalization: Normalization | undefined): tf.Tensor {
  if (normalization === undefined) return x;
  const { loc, scale } = normalization;
  const shape = [1, ...x.shape.slice(1)];
  return tf.add(tf.mul(x, tf.tensor([...scale], shape)), tf.tensor([...loc], shape));
}
