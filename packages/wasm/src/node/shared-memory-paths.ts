import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PLAIN = 'tfjs-backend-wasm.wasm';
const SIMD = 'tfjs-backend-wasm-simd.wasm';
const THREADED = 'tfjs-backend-wasm-threaded-simd.wasm';

/**
 * The binaries of the installed `@tensorflow/tfjs-backend-wasm` with a memory that threads may share, for its `setWasmPaths` in
 * Node. tfjs's own threaded build does not start in Node (it makes its workers from Blobs, which Node's do not take), so
 * these are its other builds, word for word but for the one byte that declares the memory shared: tfjs itself computes on one
 * thread as before, and `startThreads` has a memory to work in.
 *
 * @returns What `setWasmPaths` takes first; its second argument has to be true. Call it before `tf.setBackend('wasm')`.
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
 * import { installTrainingKernels, startThreads } from '@latents/wasm';
 * import { sharedMemoryPaths } from '@latents/wasm/node';
 *
 * setWasmPaths(await sharedMemoryPaths(), true);
 * await tf.setBackend('wasm');
 * await installTrainingKernels();
 * const threads = await startThreads(2);
 * threads.count; // 2, unless something started the backend before
 * threads.stop();
 * ```
 * @throws Error if `@tensorflow/tfjs-backend-wasm` is not installed, or its binaries declare their memory otherwise than in 4.22.
 */
export async function sharedMemoryPaths(): Promise<Record<typeof PLAIN | typeof SIMD | typeof THREADED, string>> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  const shared = async (name: string) => {
    const bytes = withSharedMemory(await readFile(join(folder, name)), name);
    return `data:application/wasm;base64,${Buffer.from(bytes).toString('base64')}`;
  };
  const [plain, simd] = await Promise.all([shared(PLAIN), shared(SIMD)]);
  // In Node tfjs does not ask for the threaded one; setWasmPaths wants all three named.
  return { [PLAIN]: plain, [SIMD]: simd, [THREADED]: simd };
}

const MEMORY = 5;
const WITH_MAXIMUM = 1;
const SHARED = 3;

/** The same module, its own memory declared shared. */
export function withSharedMemory(bytes: Uint8Array, name: string): Uint8Array {
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at]!;
    const [size, start] = unsigned(bytes, at + 1);
    if (id === MEMORY && bytes[start] === 1 && bytes[start + 1] === WITH_MAXIMUM) {
      const out = Uint8Array.from(bytes);
      out[start + 1] = SHARED;
      return out;
    }
    at = start + size;
  }
  throw new Error(
    `sharedMemoryPaths(): expected ${name} of @tensorflow/tfjs-backend-wasm 4.22, with one memory of its own that has a maximum.`,
  );
}

/** A number in LEB128, and where it ends. */
function unsigned(bytes: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at];
  }
}
