import { installTrainingKernels } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import '@tensorflow/tfjs-backend-webgpu';
import type { Backend, BackendChoice, BackendTrial } from './backend-choice.js';

const TRIED: readonly Backend[] = ['webgpu', 'webgl', 'wasm'];

let trials: readonly BackendTrial[] | undefined;

/**
 * Makes tfjs compute with the backend chosen. `'best'` tries each that is here on the products of one training step and
 * takes the fastest; plain JavaScript is taken only if no other works, for it is about 100 times slower.
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
  if (choice !== 'best') {
    if (!(await works(choice))) {
      throw new Error(
        `Backend: expected one that this browser can run, got ${choice}. Choose another, or leave it to "best".`,
      );
    }
    return { backend: choice, trials: trials ?? [] };
  }
  trials ??= await tryAll();
  const fastest = trials.reduce<BackendTrial | undefined>(
    (best, trial) => (trial.milliseconds < (best?.milliseconds ?? Number.POSITIVE_INFINITY) ? trial : best),
    undefined,
  );
  const backend = fastest?.backend ?? 'cpu';
  await tf.setBackend(backend);
  return { backend, trials };
}

async function tryAll(): Promise<BackendTrial[]> {
  const results: BackendTrial[] = [];
  for (const backend of TRIED) {
    const milliseconds = (await works(backend)) ? await timeProducts() : Number.POSITIVE_INFINITY;
    results.push({ backend, milliseconds });
  }
  return results;
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

/** The fastest of three rounds of what a dense layer costs: forward, and the gradient of its weights. Milliseconds. */
async function timeProducts(): Promise<number> {
  const x = tf.fill([128, 784], 0.01);
  const w = tf.fill([784, 400], 0.01);
  let best = Number.POSITIVE_INFINITY;
  // The first round compiles shaders, and is not counted.
  for (let round = 0; round < 4; round++) {
    const start = performance.now();
    const sum = tf.tidy(() => {
      const y = tf.relu(tf.matMul(x, w));
      return tf.sum(tf.matMul(x, y, true, false));
    });
    await sum.data();
    sum.dispose();
    if (round > 0) best = Math.min(best, performance.now() - start);
  }
  tf.dispose([x, w]);
  return best;
}
