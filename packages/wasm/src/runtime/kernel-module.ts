import { RELAXED_SIMD_BINARY, SIMD_BINARY } from './binaries.js';

/** Which of the two modules runs: with fused multiply-add where the engine has it. */
export type Simd = 'relaxed' | 'plain';

export interface KernelModule {
  readonly simd: Simd;
  readonly module: WebAssembly.Module;
}

/** The best module that this engine accepts, for a memory shared between threads or not; undefined without SIMD. */
export async function compileKernels(shared: boolean): Promise<KernelModule | undefined> {
  const candidates: readonly [Simd, string][] = [
    ['relaxed', RELAXED_SIMD_BINARY],
    ['plain', SIMD_BINARY],
  ];
  for (const [simd, base64] of candidates) {
    const bytes = shared ? importingSharedMemory(decode(base64)) : decode(base64);
    if (WebAssembly.validate(bytes)) return { simd, module: await WebAssembly.compile(bytes) };
  }
  return undefined;
}

// The import section: one import, 'env' 'memory', a memory without a maximum; its size is the byte before. A shared memory
// has a maximum, which is that of its import at most: the 65,536 pages there can be.
const PRIVATE_IMPORT = [1, 3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 0, 0];
const SHARED_IMPORT = [...PRIVATE_IMPORT.slice(0, -2), 3, 0, 0x80, 0x80, 4];

/** The same module, importing the shared memory of tfjs's threaded build. */
export function importingSharedMemory(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.findIndex((_, i) => PRIVATE_IMPORT.every((byte, j) => bytes[i + j] === byte));
  if (at < 0 || bytes[at - 1] !== PRIVATE_IMPORT.length || bytes[at - 2] !== 2) {
    throw new Error('@latents/wasm: expected a module that imports a memory and nothing else. Assemble it anew.');
  }
  const out = new Uint8Array(bytes.length + SHARED_IMPORT.length - PRIVATE_IMPORT.length);
  out.set(bytes.subarray(0, at - 1));
  out.set([SHARED_IMPORT.length, ...SHARED_IMPORT], at - 1);
  out.set(bytes.subarray(at + PRIVATE_IMPORT.length), at + SHARED_IMPORT.length);
  return out;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
