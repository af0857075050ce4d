import { SIMD_BINARY } from './binary.js';
import type { Kernels } from './kernels.js';
import { plainKernels } from './plain-kernels.js';

/** Numbers, and the kernels that work on them. */
export interface Heap {
  readonly numbers: Float64Array;
  readonly kernels: Kernels;
}

interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
}

/** Beyond this many bytes an instance is given up after use: WebAssembly memory grows and never shrinks. */
const KEPT = 2 ** 26;

// What engines compile is compiled for speed only after it has run for a while, so the module and the instances that nobody uses at
// the moment are kept. They hold scratch numbers that every borrower overwrites: nothing of one result reaches another.
let compiled: WebAssembly.Module | null | undefined;
const idle: Instance[] = [];

/**
 * Lends a heap of at least `doubles` numbers, whatever they are, to `use`. Heaps of nested calls are distinct.
 *
 * @param simd Whether the kernels may be WebAssembly's (default true); without SIMD in the engine they are TypeScript's.
 */
export function withHeap<T>(doubles: number, use: (heap: Heap) => T, simd = true): T {
  const instance = simd ? (idle.pop() ?? instantiate()) : undefined;
  if (!instance) {
    const numbers = new Float64Array(doubles);
    return use({ numbers, kernels: plainKernels(numbers) });
  }
  const { memory, kernels } = instance;
  const missing = 8 * doubles - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
  const result = use({ numbers: new Float64Array(memory.buffer), kernels });
  if (memory.buffer.byteLength <= KEPT) idle.push(instance);
  return result;
}

function instantiate(): Instance | undefined {
  compiled ??= compile();
  if (!compiled) return undefined;
  const { exports } = new WebAssembly.Instance(compiled);
  return { memory: exports['memory'] as WebAssembly.Memory, kernels: exports as unknown as Kernels };
}

/** The module, or null where the engine has no SIMD or no leave to compile. */
function compile(): WebAssembly.Module | null {
  if (typeof WebAssembly === 'undefined') return null;
  const bytes = Uint8Array.from(atob(SIMD_BINARY), (character) => character.charCodeAt(0));
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    return null;
  }
}
