import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';

/**
 * Makes tfjs compute on `'cpu'` or `'wasm'` and waits until it does. The WASM backend runs on one thread, so that sums are
 * made in one order.
 *
 * @throws Error if the backend cannot be started.
 */
export async function useBackend(name: 'cpu' | 'wasm'): Promise<void> {
  if (name === 'wasm') {
    const { setThreadsCount, setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
    if (tf.findBackend('wasm') === null) {
      setWasmPaths(`${dirname(entry)}${sep}wasm-out${sep}`);
      setThreadsCount(1);
    }
  }
  if (!(await tf.setBackend(name))) {
    throw new Error(`useBackend('${name}'): expected the backend to start, got '${tf.getBackend()}'.`);
  }
  await tf.ready();
}
