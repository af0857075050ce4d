import * as tf from '@tensorflow/tfjs-core';
import type { Simd } from '../runtime/kernel-module.js';
import { Runtime } from '../runtime/runtime.js';
import { isRemoved, type WasmBackend } from '../runtime/wasm-backend.js';
import type { InstalledKernels } from './installed-kernels.js';

/** What `installTrainingKernels` did, and how to undo it. */
export interface TrainingKernels extends InstalledKernels {
  /** Whether the products use fused multiply-add (`'relaxed'`); undefined if nothing was installed. */
  readonly simd: Simd | undefined;
}

// A property of our kernel functions, so that the registry of tfjs, which is one a page, is the only record of what is
// installed: two copies of this package find each other through it.
const INSTALLATION = Symbol.for('@latents/wasm');

/** An installation as its kernels and the fused operations see it. */
export interface Installation extends TrainingKernels {
  /** The second module in the memory of this backend, made on first use. */
  runtime(backend: WasmBackend): Runtime;
}

type Marked = tf.KernelFunc & { [INSTALLATION]?: Installation };

/** A kernel function that knows to which installation it belongs. */
export function mark(kernel: tf.KernelFunc, installation: Installation): tf.KernelFunc {
  return Object.assign(kernel, { [INSTALLATION]: installation });
}

/** The installation whose kernel is registered under `name`, if it is one of ours. */
export function installationOf(name = 'BatchMatMul'): Installation | undefined {
  return (tf.getKernel(name, 'wasm')?.kernelFunc as Marked | undefined)?.[INSTALLATION];
}

/** The second module in the memory of the current backend, if the kernels are installed and that is the WASM backend. */
export function currentRuntime(): Runtime | undefined {
  return tf.getBackend() === 'wasm' ? installationOf()?.runtime(tf.backend() as WasmBackend) : undefined;
}

/** Makes each backend's runtime once, and lets go of those whose backend tfjs has removed, with all their memory. */
export function runtimes(module: WebAssembly.Module): {
  of(backend: WasmBackend): Runtime;
  release(): void;
} {
  const made = new Map<WasmBackend, Runtime>();
  return {
    of(backend) {
      let runtime = made.get(backend);
      if (runtime === undefined) {
        for (const [other, stale] of made) {
          if (!isRemoved(other)) continue;
          stale.release();
          made.delete(other);
        }
        runtime = new Runtime(backend, module);
        made.set(backend, runtime);
      }
      return runtime;
    },
    release() {
      for (const runtime of made.values()) runtime.release();
      made.clear();
    },
  };
}
