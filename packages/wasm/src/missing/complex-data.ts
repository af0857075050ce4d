import type { WasmBackend } from '../runtime/wasm-backend.js';

const taught = new WeakSet<WasmBackend>();

/**
 * Teaches a backend to read complex numbers. Their real and imaginary parts alternate in its heap, 8 bytes per number, as tfjs
 * gives them to the caller; tfjs's own reads no such type. Complex tensors are shared, reshaped and disposed of like any other.
 */
export function readsComplexNumbers(backend: WasmBackend): void {
  if (taught.has(backend)) return;
  taught.add(backend);
  const readSync = backend.readSync.bind(backend);
  backend.readSync = (...request: Parameters<typeof readSync>) => {
    const { dtype, memoryOffset, shape } = backend.dataIdMap.get(request[0]);
    // tfjs's own takes more arguments than its type says: the range to read.
    if (dtype !== 'complex64') return readSync(...request);
    const bytes = 8 * shape.reduce((size, n) => size * n, 1);
    return new Float32Array(backend.wasm.HEAPU8.slice(memoryOffset, memoryOffset + bytes).buffer);
  };
}
