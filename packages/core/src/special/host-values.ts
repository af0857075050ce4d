import * as tf from '@tensorflow/tfjs-core';

/** The backends that keep tensors in memory that JavaScript reads without waiting. */
const HOST = ['cpu', 'wasm', 'tensorflow'];

type Values = Float32Array | Int32Array | Uint8Array;

/** The memory of a tensor, by tfjs's key of it: values under one key never change. */
const fetched = new WeakMap<object, Values>();

/** The parts of the cpu and the wasm backend that their own kernels read tensors with. */
interface HostBackend {
  typedArrayFromHeap?(tensor: tf.TensorInfo): Values;
  readonly data?: { get(id: object): { values: Values } };
  readSync(id: object): Values;
}

/** Returns whether the current backend keeps tensors in memory that JavaScript reads without waiting for a device. */
export function isOnHost(): boolean {
  return HOST.includes(tf.getBackend());
}

/**
 * Returns the values of a tensor if JavaScript has them without waiting for a device: on a host backend, or after {@link fetchValues}.
 * They are those of the backend itself: never write to them, and copy what is to outlast the next operation.
 */
export function hostValues(tensor: tf.Tensor): Float32Array | Int32Array | Uint8Array | undefined {
  const known = fetched.get(tensor.dataId);
  if (known || !isOnHost()) return known;
  return readHost(tf.backend(), tensor);
}

/**
 * Reads tensors from the device, without blocking. Whatever needs their values from then on finds them at once: constructors check them,
 * and families of counts draw from them without waiting for the device. It does nothing on the cpu and wasm backends, whose tensors
 * are in memory.
 *
 * @param tensors Parameters or data. A `tf.Variable` that is assigned again has to be fetched again.
 * @example
 * ```ts
 * import { fetchValues, Poisson } from '@latents/core';
 * import { createRng } from '@latents/math';
 *
 * const rate = tf.tensor1d([1, 20]);
 * await fetchValues([rate]);
 * new Poisson({ rate }).sample(createRng(0)).shape; // => [2]
 * ```
 */
export async function fetchValues(tensors: readonly tf.Tensor[]): Promise<void> {
  for (const tensor of tensors) {
    if (!hostValues(tensor)) fetched.set(tensor.dataId, (await tensor.data()) as Values);
  }
}

/** Notes the values of a tensor that was made from an array, for {@link hostValues}. Nothing may write to the array afterwards. */
export function noteValues(tensor: tf.Tensor, values: Values): void {
  if (!isOnHost()) fetched.set(tensor.dataId, values);
}

/** Reads a tensor of a host backend as that backend's kernels do. */
export function readHost(backend: unknown, tensor: tf.TensorInfo): Values {
  const { typedArrayFromHeap, data } = backend as HostBackend;
  if (typedArrayFromHeap) return typedArrayFromHeap.call(backend, tensor);
  return data ? data.get(tensor.dataId).values : (backend as HostBackend).readSync(tensor.dataId);
}
