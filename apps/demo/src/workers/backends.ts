import { bestBackend } from '@latents/core';
import { installTrainingKernels } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import '@tensorflow/tfjs-backend-webgpu';
import type { Backend, BackendChoice, BackendTrial } from './backend-choice.js';

let trials: readonly BackendTrial[] | undefined;
let best: Backend | undefined;

/**
 * Makes tfjs compute with the backend chosen. `'best'` is the fastest backend that computes a training step as cpu does; it is looked
 * for once.
 *
 * @returns The backend in use, and what was tried (nothing unless `'best'` was asked for at some time).
 * @throws Error if the backend chosen does not work here.
 */
export async function useBackend(
  choice: BackendChoice,
): Promise<{ readonly backend: Backend; readonly trials: readonly BackendTrial[] }> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainWasm,
    'tfjs-backend-wasm-simd.wasm': simdWasm,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
  });
  // The training kernels work in memory that is not shared between threads, and win by more than threads would.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (choice === 'best' && best === undefined) {
    const found = await bestBackend({ prepare: { wasm: installTrainingKernels } });
    trials = found.trials as readonly BackendTrial[];
    best = found.backend as Backend;
  }
  const backend = choice === 'best' ? best! : choice;
  if (!(await works(backend))) {
    throw new Error(
      `Backend: expected one that this browser can run, got ${backend}. Choose another, or leave it to "best".`,
    );
  }
  return { backend, trials: trials ?? [] };
}

async function works(backend: Backend): Promise<boolean> {
  try {
    // tfjs would try, fail and complain on the console.
    if (backend === 'webgpu' && !(await hasGpu())) return false;
    if (!(await tf.setBackend(backend))) return false;
    const two = tf.tidy(() => tf.add(1, 1));
    const [value] = await two.data();
    two.dispose();
    if (backend === 'wasm') await installTrainingKernels();
    return value === 2;
  } catch {
    return false;
  }
}

async function hasGpu(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
  return gpu !== undefined && (await gpu.requestAdapter()) !== null;
}
