import * as tf from '@tensorflow/tfjs-core';
import { FUSED_KERNELS } from '../fused/index.js';
import { KERNELS } from '../kernels/index.js';
import type { Attributes, FusedKernel, Kernel, ManyKernel } from '../kernels/kernel.js';
import { compileKernels } from '../runtime/kernel-module.js';
import { isShared, memoryOf, reasonAgainst, type WasmBackend } from '../runtime/wasm-backend.js';
import { type Installation, installationOf, mark, runtimes, type TrainingKernels } from './training-kernels.js';

/**
 * Makes training on tfjs's WASM backend fast, and possible where it was not: replaces its slow kernels and adds the
 * missing ones, for any tfjs program. Call it once after `await tf.setBackend('wasm')`; a second call changes nothing and
 * returns the same object. Where the kernels cannot work (another backend, an unknown tfjs, an engine without SIMD) it
 * changes nothing, `active` is false, `reason` says why, and the program runs as before.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import '@tensorflow/tfjs-backend-wasm';
 * import { installTrainingKernels } from '@latents/wasm';
 *
 * await tf.setBackend('wasm');
 * const kernels = await installTrainingKernels();
 * kernels.active; // => true
 * kernels.uninstall();
 * kernels.active; // => false
 * ```
 */
export async function installTrainingKernels(): Promise<TrainingKernels> {
  await tf.ready();
  const installed = installationOf();
  const backend = tf.findBackend('wasm') as WasmBackend;
  const reason = unexpectedVersion(tf.version_core) ?? reasonAgainst(backend);
  if (installed !== undefined) return reason === undefined ? guarded(installed, backend) : installed;
  if (reason !== undefined) return declined(reason);
  const compiled = await compileKernels(isShared(memoryOf(backend)!));
  if (compiled === undefined) return declined('this engine has no 128-bit WebAssembly SIMD');
  return guarded(installationOf() ?? register(compiled), backend);
}

/** Why the kernels were not written for this version of tfjs, or undefined if they were. */
export function unexpectedVersion(version: string): string | undefined {
  const [major, minor] = version.split('.').map(Number);
  return major === 4 && minor! >= 22 ? undefined : `expected tfjs-core ^4.22.0, got ${version}`;
}

function declined(reason: string): TrainingKernels {
  return { active: false, reason: `@latents/wasm: ${reason}.`, simd: undefined, kernels: [], uninstall: () => {} };
}

/** Guards the heap of the backend from now on, and not from its first kernel on. */
function guarded(installation: Installation, backend: WasmBackend): Installation {
  installation.runtime(backend);
  return installation;
}

function register({ simd, module }: NonNullable<Awaited<ReturnType<typeof compileKernels>>>): Installation {
  const byBackend = runtimes(module);
  const replaced: [Kernel | ManyKernel, tf.KernelConfig | undefined][] = KERNELS.map((kernel) => [
    kernel,
    tf.getKernel(kernel.name, 'wasm') as tf.KernelConfig | undefined,
  ]);
  const installation: Installation = {
    get active() {
      return installationOf() === installation;
    },
    get reason() {
      return installation.active ? undefined : '@latents/wasm: uninstalled.';
    },
    simd,
    kernels: KERNELS.map(({ name }) => name),
    runtime: byBackend.of,
    uninstall() {
      for (const [{ name }, previous] of replaced) {
        if (installationOf(name) !== installation) continue;
        tf.unregisterKernel(name, 'wasm');
        if (previous !== undefined) tf.registerKernel(previous);
      }
      for (const { name, gradient } of FUSED_KERNELS) {
        if (installationOf(name) !== installation) continue;
        tf.unregisterKernel(name, 'wasm');
        if (gradient !== undefined) tf.unregisterGradient(name);
      }
      byBackend.release();
    },
  };
  for (const [kernel, previous] of replaced) {
    if (previous !== undefined) tf.unregisterKernel(kernel.name, 'wasm');
    tf.registerKernel({
      kernelName: kernel.name,
      backendName: 'wasm',
      kernelFunc: mark(kernelFunction(kernel, previous, byBackend.of), installation),
      ...(previous?.setupFunc && { setupFunc: previous.setupFunc }),
      ...(previous?.disposeFunc && { disposeFunc: previous.disposeFunc }),
    });
  }
  for (const kernel of FUSED_KERNELS) {
    const kernelFunc = mark(kernelFunction(kernel, undefined, byBackend.of), installation);
    tf.registerKernel({ kernelName: kernel.name, backendName: 'wasm', kernelFunc });
    if (kernel.gradient !== undefined) tf.registerGradient({ kernelName: kernel.name, ...kernel.gradient });
  }
  return installation;
}

function kernelFunction(
  kernel: Kernel | ManyKernel | FusedKernel,
  previous: tf.KernelConfig | undefined,
  runtime: Installation['runtime'],
): tf.KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const named = attrs ?? {};
    const original = () => {
      if (previous !== undefined) return previous.kernelFunc({ inputs, backend, attrs: named });
      const types = Object.values(inputs).map((input) => input?.dtype);
      throw new Error(
        `${kernel.name} on the WASM backend: expected float32 inputs, got ${types.join(', ')}. Cast them.`,
      );
    };
    return kernel.run({
      runtime: runtime(backend as WasmBackend),
      inputs,
      attrs: named as unknown as Attributes,
      original: () => original() as tf.TensorInfo,
      originals: () => original() as tf.TensorInfo[],
      delegate: (name, its, attributes) =>
        tf
          .getKernel(name, 'wasm')
          .kernelFunc({ inputs: its, backend, attrs: (attributes ?? {}) as tf.NamedAttrMap }) as tf.TensorInfo,
    });
  };
}
