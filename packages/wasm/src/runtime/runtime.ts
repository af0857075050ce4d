import type * as tf from '@tensorflow/tfjs';
import type { Exports } from './exports.js';
import { memoryOf, type WasmBackend } from './wasm-backend.js';

/** The second module at work in the memory of one backend: pointers to its tensors, outputs among them, scratch. */
export class Runtime {
  readonly backend: WasmBackend;
  readonly kernels: Exports;
  private readonly memory: WebAssembly.Memory;
  private scratchPointer = 0;
  private scratchBytes = 0;

  constructor(backend: WasmBackend, module: WebAssembly.Module) {
    this.backend = backend;
    this.memory = memoryOf(backend)!;
    this.kernels = new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports as unknown as Exports;
  }

  /** Where the numbers of a tensor start. */
  pointer({ dataId }: tf.TensorInfo): number {
    return this.backend.dataIdMap.get(dataId).memoryOffset;
  }

  /** A new tensor of the backend, its numbers not yet set. */
  output(shape: readonly number[], dtype: tf.DataType = 'float32'): tf.TensorInfo {
    return this.backend.makeOutput(shape as number[], dtype);
  }

  /** At least `bytes` bytes that are nobody else's until the next call, from the backend's own heap. */
  scratch(bytes: number): number {
    if (bytes > this.scratchBytes) {
      this.release();
      this.scratchPointer = this.allocate(bytes + 16);
      this.scratchBytes = bytes;
    }
    return (this.scratchPointer + 15) & -16;
  }

  /** Returns the scratch to the backend's heap. */
  release(): void {
    if (this.scratchPointer !== 0) this.backend.wasm._free(this.scratchPointer);
    this.scratchPointer = 0;
    this.scratchBytes = 0;
  }

  /** The memory as it is now: a view from before the memory grew is empty. */
  int32(pointer: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, pointer, length);
  }

  float32(pointer: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, pointer, length);
  }

  /** True if writing to the numbers of this tensor changes no other tensor. */
  soleOwner({ dataId }: tf.TensorInfo): boolean {
    return this.backend.dataIdMap.has(dataId) && this.backend.refCount(dataId) === 1;
  }

  /**
   * Gives data that were written in place a new identity on the C++ side, which drops what XNNPACK had packed from the
   * old numbers (it caches a convolution's filter by this identity).
   */
  renew({ dataId }: tf.TensorInfo, size: number): void {
    const { wasm } = this.backend;
    const data = this.backend.dataIdMap.get(dataId);
    wasm.tfjs.disposeData(data.id);
    data.id = this.backend.dataIdNextNumber++;
    wasm.tfjs.registerTensor(data.id, size, data.memoryOffset);
  }

  private allocate(bytes: number): number {
    const pointer = this.backend.wasm._malloc(bytes) >>> 0;
    if (pointer === 0)
      throw new Error(`@latents/wasm: expected ${bytes} bytes of scratch memory, the backend has none.`);
    return pointer;
  }
}
