import type { WasmBackend } from './wasm-backend.js';

/** A block of the backend's own heap that grows when more is asked for. */
export class Scratch {
  // The heap itself: a removed backend has none any more.
  private readonly heap: WasmBackend['wasm'];
  private pointer = 0;
  private bytes = 0;

  constructor(backend: WasmBackend) {
    this.heap = backend.wasm;
  }

  /** Where at least `bytes` bytes start, aligned to 16, that are nobody else's until the next call. */
  of(bytes: number): number {
    if (bytes > this.bytes) {
      this.release();
      this.pointer = this.heap._malloc(bytes + 16) >>> 0;
      this.bytes = bytes;
    }
    return (this.pointer + 15) & -16;
  }

  /** Returns the block to the heap. */
  release(): void {
    if (this.pointer !== 0) this.heap._free(this.pointer);
    this.pointer = 0;
    this.bytes = 0;
  }
}
