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
export function hostValues(tensor: tf.Tensor): Values | undefined {
  const known = fetched.get(tensor.dataId);
  if (known || !isOnHost()) return known;
  return readHost(tf.backend(), tensor);
}

/** Reads tensors from the device, so that {@link hostValues} knows them from now on. */
export async function fetchValues(tensors: readonly tf.Tensor[]): Promise<void> {
  for (const tensor of tensors) {
    if (!hostValues(tensor)) fetched.set(tensor.dataId, (await tensor.data()) as Values);
  }
}

/** Reads a tensor of a host backend as that backend's kernels do. */
export function readHost(backend: unknown, tensor: tf.TensorInfo): Values {
  const { typedArrayFromHeap, data } = backend as HostBackend;
  if (typedArrayFromHeap) return typedArrayFromHeap.call(backend, tensor);
  return data ? data.get(tensor.dataId).values : (backend as HostBackend).readSync(tensor.dataId);
}
