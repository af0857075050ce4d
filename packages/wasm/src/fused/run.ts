import * as tf from '@tensorflow/tfjs-core';
import type { FusedKernel } from '../kernels/kernel.js';

/** Whether the current backend has the kernel: the training kernels are installed and it is the WASM backend. */
export function available({ name }: FusedKernel): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs a kernel through the engine, so that its gradient is taped and its result tracked. */
export function run<T extends tf.Tensor | tf.Tensor[] = tf.Tensor>(
  { name }: Pick<FusedKernel, 'name'>,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attrs: object = {},
): T {
  return tf.engine().runKernel<T>(name, inputs as tf.NamedTensorMap, attrs as tf.NamedAttrMap);
}

/** Throws unless `tensor` is float32 and has this shape. */
export function expectShape(where: string, name: string, tensor: tf.Tensor, shape: readonly number[]): void {
  if (tensor.dtype === 'float32' && tf.util.arraysEqual(tensor.shape, shape as number[])) return;
  throw new RangeError(
    `${where}: expected ${name} to be float32 of shape [${shape}], got ${tensor.dtype} [${tensor.shape}].`,
  );
}

/** A float32 tensor's shape with its last axis apart. Throws unless it has one. */
export function rowsOf(where: string, name: string, tensor: tf.Tensor): { rows: number[]; width: number } {
  if (tensor.dtype !== 'float32' || tensor.rank < 1) {
    throw new RangeError(
      `${where}: expected ${name} to be float32 of rank 1 or more, got ${tensor.dtype} [${tensor.shape}].`,
    );
  }
  return { rows: tensor.shape.slice(0, -1), width: tensor.shape[tensor.rank - 1]! };
}
