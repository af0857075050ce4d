import type { WasmBackend } from './wasm-backend.js';

/** End of the largest heap that tfjs's build grows to: 4 GiB minus one page. */
const END = 2 ** 32 - 2 ** 16;
/** Bytes at the end of the heap that a valid block never reaches: the allocator keeps its own record there. */
const MARGIN = 1024;

/** Thrown where the heap of tfjs's WASM backend, which ends at 4 GiB, has no room left. Tensors that exist keep their values. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError';
  /** Bytes that were asked for. */
  readonly bytes: number;

  constructor(bytes: number, live: number, advice: string) {
    super(
      `@latents/wasm: expected room for ${bytes} bytes in the heap of the WASM backend, got none: tensors hold ${live} bytes, and it ends at 4 GiB. ${advice}`,
    );
    this.bytes = bytes;
  }
}

/**
 * Makes an allocation that fails throw. tfjs takes the 0 of a failed `malloc` for an address. Its build of `malloc` also adds to the
 * end of the heap modulo 2^32: at the limit it returns a block that reaches past the end, and from then on blocks that are in use.
 *
 * @returns a function that takes the guard away again
 */
export function guardHeap({ wasm }: WasmBackend): () => void {
  // The first call puts the compiled function in the place of a stub.
  wasm._free(wasm._malloc(1));
  const { _malloc: malloc, _free: free } = wasm;
  const sizes = new Map<number, number>();
  let live = 0;
  let lost = false;
  wasm._malloc = (bytes) => {
    if (bytes > END - live) {
      throw new OutOfMemoryError(bytes, live, 'Dispose tensors that you no longer need, or take smaller batches.');
    }
    const pointer = lost ? 0 : malloc(bytes) >>> 0;
    if (bytes > 0 && (pointer === 0 || pointer + bytes > wasm.HEAPU8.length - MARGIN)) {
      lost = true;
      throw new OutOfMemoryError(
        bytes,
        live,
        'No free block was large enough, and its allocator cannot go on. Save what you need, then start the program again.',
      );
    }
    sizes.set(pointer, bytes);
    live += bytes;
    return pointer;
  };
  wasm._free = (pointer) => {
    const at = pointer >>> 0;
    live -= sizes.get(at) ?? 0;
    sizes.delete(at);
    // A lost allocator must not hand out a block again.
    if (!lost) free(pointer);
  };
  const guarded = [wasm._malloc, wasm._free];
  return () => {
    if (wasm._malloc === guarded[0]) wasm._malloc = malloc;
    if (wasm._free === guarded[1]) wasm._free = free;
  };
}
