import { SIMD_BINARY } from './binary.js';
import { bindKernels } from './bind-kernels.js';
import { type Kernels, plainKernels } from './kernels.js';

/** Numbers and the kernels that work on them. */
export interface Heap {
  /** Memory that layouts point into. */
  readonly numbers: Float64Array;
  readonly kernels: Kernels;
}

interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
}

/** Largest memory in bytes that is kept for the next use: WebAssembly memory grows and never shrinks. */
const KEPT = 2 ** 26;

// Engines compile for speed only after code has run for a while, so the module and its idle instances are kept. Their memory is
// scratch that every borrower overwrites, so no result depends on an earlier one.
let compiled: WebAssembly.Module | null | undefined;
const idle: Instance[] = [];

/**
 * Lends a heap of at least `doubles` numbers to `use` and returns its result. The numbers hold arbitrary values at first. Nested calls
 * get distinct heaps.
 *
 * @param simd Whether the kernels may be WebAssembly's (default true). In an engine without SIMD they are TypeScript's.
 * @example
 * ```ts
 * import { withHeap } from '@latents/math/kernels';
 *
 * const product = withHeap(5, ({ numbers, kernels }) => {
 *   numbers.set([1, 2, 3, 4, 0]);
 *   kernels.products.matVec({ matrix: 0, vector: 2, out: 4, rows: 1, columns: 2, weight: 1 });
 *   return numbers[4];
 * });
 * product; // => 11
 * ```
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
  const bound = new WebAssembly.Instance(compiled);
  return { memory: bound.exports['memory'] as WebAssembly.Memory, kernels: bindKernels(bound) };
}

/** Returns the module, or null where the engine has no SIMD or may not compile. */
function compile(): WebAssembly.Module | null {
  if (typeof WebAssembly === 'undefined') return null;
  const bytes = Uint8Array.from(atob(SIMD_BINARY), (character) => character.charCodeAt(0));
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    return null;
  }
}
