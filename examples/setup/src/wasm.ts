import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { installTrainingKernels } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/**
 * Chooses the WASM backend, the fastest in Node without a native binary, and registers the training kernels.
 *
 * @returns The backend and its kernels, in words.
 * @throws Error if the backend does not start.
 */
export async function useWasm(): Promise<string> {
  const root = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(join(root, 'wasm-out/'));
  if (!(await tf.setBackend('wasm'))) throw new Error('The WASM backend did not start.');
  const kernels = await installTrainingKernels();
  return kernels.active ? `wasm with ${kernels.simd} training kernels` : `wasm (${kernels.reason})`;
}
