import * as tf from '@tensorflow/tfjs';

/** The name of the backend that {@link useDevice} selects. */
export const DEVICE = 'latents-device';

/** Kernels of cpu read tensors themselves; while one runs, reading is not a wait for the device. */
let running = 0;

/** A backend whose tensors cannot be read without waiting: as WebGPU, but computed by the kernels of cpu. */
class Device extends tf.MathBackendCPU {
  override readSync(dataId: object): ReturnType<tf.MathBackendCPU['readSync']> {
    if (running === 0) throw new Error('expected no synchronous read of a device');
    return super.readSync(dataId);
  }

  override read(dataId: object): Promise<ReturnType<tf.MathBackendCPU['readSync']>> {
    return Promise.resolve(super.readSync(dataId));
  }
}

/**
 * Makes tfjs compute on a backend that stands for a device: reading one of its tensors synchronously throws an error, and it has no
 * kernels but those of tfjs.
 */
export async function useDevice(): Promise<void> {
  if (!tf.findBackendFactory(DEVICE)) {
    tf.registerBackend(DEVICE, () => new Device());
    for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
      if (!kernelName.startsWith('Latents')) {
        tf.registerKernel({ kernelName, backendName: DEVICE, kernelFunc: counted(kernelFunc) });
      }
    }
  }
  await tf.setBackend(DEVICE);
  await tf.ready();
}

function counted(kernelFunc: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    running++;
    try {
      return kernelFunc(call);
    } finally {
      running--;
    }
  };
}
