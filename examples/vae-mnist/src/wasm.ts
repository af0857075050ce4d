import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/** Chooses the WASM backend: in Node without a native binary it is the fastest by far. */
export async function useWasm(): Promise<void> {
  const root = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(join(root, 'wasm-out/'));
  if (!(await tf.setBackend('wasm'))) throw new Error('The WASM backend did not start.');
}
