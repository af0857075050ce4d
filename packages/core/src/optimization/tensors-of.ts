import { isNdArray, type NdArray } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { noteValues } from '../special/host-values.js';

/** A batch of arrays as tensors, of the same structure. */
export type TensorsOf<B> = B extends NdArray
  ? tf.Tensor
  : B extends Readonly<Record<string, NdArray>>
    ? { readonly [K in keyof B]: tf.Tensor }
    : never;

/** An array, or a record of arrays, as new tensors: float32, except that 32-bit integers stay integers. */
export function tensorsOf<B>(batch: B): TensorsOf<B> {
  if (isNdArray(batch)) return toTensor(batch) as TensorsOf<B>;
  return Object.fromEntries(
    Object.entries(batch as Readonly<Record<string, NdArray>>).map(([name, array]) => [name, toTensor(array)]),
  ) as TensorsOf<B>;
}

function toTensor({ shape, data }: NdArray): tf.Tensor {
  const values = data instanceof Int32Array || data instanceof Float32Array ? data : Float32Array.from(data);
  const tensor = tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32');
  noteValues(tensor, values);
  return tensor;
}
