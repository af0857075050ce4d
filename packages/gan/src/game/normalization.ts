import type { NdArray } from '@latents/core';
import * as tf from '@tensorflow/tfjs';

/** An affine map of data to the scale that networks train on: (x - loc) / scale, column by column. Plain JSON. */
export interface Normalization {
  readonly loc: readonly number[];
  readonly scale: readonly number[];
}

/**
 * To mean 0 and variance 1 (columns that do not vary: to 0).
 *
 * @param data `[rows, ...]`.
 * @throws RangeError if no column varies: a data set of one point needs no generator.
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

function fit(
  where: string,
  { shape, data }: NdArray,
  locScale: (column: Float64Array) => [number, number],
): Normalization {
  const rows = shape[0] ?? 0;
  const width = data.length / rows;
  const fitted = Array.from({ length: rows > 0 ? width : 0 }, (_, j) =>
    locScale(Float64Array.from({ length: rows }, (_, i) => data[i * width + j]!)),
  );
  if (!fitted.some(([, scale]) => scale > 0 && Number.isFinite(scale))) {
    throw new RangeError(
      `${where}: expected at least two different finite rows, got ${rows} equal or non-finite ones.`,
    );
  }
  return { loc: fitted.map(([loc]) => loc), scale: fitted.map(([, scale]) => (scale > 0 ? scale : 1)) };
}

/** Data to the networks' scale. */
export function normalize(x: tf.Tensor, normalization: Normalization | undefined): tf.Tensor {
  if (normalization === undefined) return x;
  const { loc, scale } = normalization;
  const shape = [1, ...x.shape.slice(1)];
  return x.sub(tf.tensor([...loc], shape)).div(tf.tensor([...scale], shape));
}

/** And back. */
export function denormalize(x: tf.Tensor, normalization: Normalization | undefined): tf.Tensor {
  if (normalization === undefined) return x;
  const { loc, scale } = normalization;
  const shape = [1, ...x.shape.slice(1)];
  return x.mul(tf.tensor([...scale], shape)).add(tf.tensor([...loc], shape));
}
