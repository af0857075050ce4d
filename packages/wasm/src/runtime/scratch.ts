import type { WasmBackend } from './wasm-backend.js';

/** A block of the backend's own heap that grows when more is asked for. */
export class Scratch {
  private readonly backend: WasmBackend;
  private pointer = 0;
  private bytes = 0;

  constructor(backend: WasmBackend) {
    this.backend = backend;
  }

  /** Where at least `bytes` bytes start, aligned to 16, that are nobody else's until the next call. */
  of(bytes: number): number {
    if (bytes > this.bytes) {
      this.release();
      this.pointer = this.backend.wasm._malloc(bytes + 16) >>> 0;
      this.bytes = bytes;
    }
    return (this.pointer + 15) & -16;
  }

  /** Returns the block to the heap. */
  release(): void {
    if (this.pointer !== 0) this.backend.wasm._free(this.pointer);
    this.pointer = 0;
    this.bytes = 0;
  }
}
