import * as tf from '@tensorflow/tfjs-core';
import type { InstalledKernels } from '../install/installed-kernels.js';
import { reasonAgainst, type WasmBackend } from '../runtime/wasm-backend.js';
import { borrowed } from './borrow.js';

// A property of our kernel functions: two copies of this package find each other through the registry of tfjs.
const INSTALLATION = Symbol.for('@latents/wasm/missing');

type Marked = tf.KernelFunc & { [INSTALLATION]?: InstalledKernels };

/** Kernels that give the data of a tensor another shape, whatever they are. */
const SHARING = ['Reshape', 'ExpandDims'];

/**
 * Makes programs with complex numbers, strings and ragged tensors run on tfjs's WASM backend, which has no kernels for them:
 * `tf.complex`, `tf.spectral.fft`, `tf.signal.stft`, comparisons of strings, `tf.raggedGather`. Each such operation is computed by
 * the kernel of tfjs's cpu backend, on copies of its operands. All other operations run as before.
 *
 * Call it after `await tf.setBackend('wasm')`, once; a second call changes nothing and returns the same object. With
 * `installTrainingKernels` in use, install these kernels last and uninstall them first. Where they cannot work it changes nothing,
 * `active` is false and `reason` says why. The package `@tensorflow/tfjs` contains the cpu backend that this function needs.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import '@tensorflow/tfjs-backend-wasm';
 * import { installMissingKernels } from '@latents/wasm';
 *
 * await tf.setBackend('wasm');
 * const kernels = installMissingKernels();
 * const wave = tf.complex([1, 0, -1, 0], [0, 0, 0, 0]);
 * Array.from(tf.real(tf.spectral.fft(wave)).dataSync()); // => [0, 2, 0, 2]
 * kernels.uninstall();
 * kernels.active; // => false
 * ```
 */
export function installMissingKernels(): InstalledKernels {
  const installed = (tf.getKernel('Complex', 'wasm')?.kernelFunc as Marked | undefined)?.[INSTALLATION];
  if (installed !== undefined) return installed;
  const reason = reasonAgainst(tf.findBackend('wasm')) ?? reasonAgainstCpu();
  if (reason === undefined) return register();
  return { active: false, reason: `@latents/wasm: ${reason}.`, kernels: [], uninstall: () => {} };
}

function reasonAgainstCpu(): string | undefined {
  return tf.findBackend('cpu') !== null && tf.getKernel('Complex', 'cpu') !== undefined
    ? undefined
    : "the 'cpu' backend, which lends its kernels, is not there: import '@tensorflow/tfjs' or '@tensorflow/tfjs-backend-cpu' first";
}

function register(): InstalledKernels {
  const names = tf
    .getKernelsForBackend('cpu')
    .map(({ kernelName }) => kernelName)
    .filter((name) => !SHARING.includes(name));
  const replaced = new Map(names.map((name) => [name, tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined]));
  let active = true;
  const installation: InstalledKernels = {
    get active() {
      return active;
    },
    get reason() {
      return active ? undefined : '@latents/wasm: uninstalled.';
    },
    kernels: names,
    uninstall() {
      active = false;
      for (const [name, previous] of replaced) {
        if ((tf.getKernel(name, 'wasm')?.kernelFunc as Marked | undefined)?.[INSTALLATION] !== installation) continue;
        tf.unregisterKernel(name, 'wasm');
        if (previous !== undefined) tf.registerKernel(previous);
      }
    },
  };
  for (const [name, previous] of replaced) {
    const kernelFunc: tf.KernelFunc = (call) => {
      const { inputs, attrs = {}, backend } = call;
      if (previous !== undefined && !(active && beyondWasm(inputs, attrs))) return previous.kernelFunc(call);
      return borrowed(name, inputs, attrs, backend as WasmBackend);
    };
    if (previous !== undefined) tf.unregisterKernel(name, 'wasm');
    tf.registerKernel({
      ...previous,
      kernelName: name,
      backendName: 'wasm',
      // With the marks of the function that it wraps, by which others find their own kernels.
      kernelFunc: Object.assign(kernelFunc, previous?.kernelFunc, { [INSTALLATION]: installation }),
    });
  }
  return installation;
}

/** Returns whether a call reads or makes complex numbers or strings. */
function beyondWasm(inputs: tf.NamedTensorInfoMap, attrs: tf.NamedAttrMap): boolean {
  for (const key in inputs) if (isBeyondWasm(inputs[key]?.dtype)) return true;
  return isBeyondWasm(attrs['dtype']) || typeof attrs['value'] === 'string';
}

function isBeyondWasm(dtype: unknown): boolean {
  return dtype === 'complex64' || dtype === 'string';
}
