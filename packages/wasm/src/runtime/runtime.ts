import type * as tf from '@tensorflow/tfjs-core';
import type { Exports } from './exports.js';
import { guardHeap } from './guarded-heap.js';
import { Scratch } from './scratch.js';
import { memoryOf, type WasmBackend } from './wasm-backend.js';

/** Kernels that several threads work at, and the end of those threads. */
export interface ThreadedKernels {
  readonly kernels: Exports;
  end(): void;
}

/** The second module at work in the memory of one backend: pointers to its tensors, outputs among them, scratch. */
export class Runtime {
  readonly backend: WasmBackend;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The kernels on the calling thread alone. */
  readonly single: Exports;
  private readonly ownScratch: Scratch;
  private readonly unguard: () => void;
  private threads: ThreadedKernels | undefined;

  constructor(backend: WasmBackend, module: WebAssembly.Module) {
    this.backend = backend;
    this.module = module;
    this.memory = memoryOf(backend)!;
    this.single = new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports as unknown as Exports;
    this.ownScratch = new Scratch(backend);
    this.unguard = guardHeap(backend);
  }

  /** The kernels, on several threads if there are any. */
  get kernels(): Exports {
    return this.threads?.kernels ?? this.single;
  }

  /** Takes on these threads, or none, in place of those at work. */
  useThreads(threads: ThreadedKernels | undefined): void {
    this.threads?.end();
    this.threads = threads;
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
    return this.ownScratch.of(bytes);
  }

  /** Ends the threads, returns the scratch to the backend's heap and takes the guard of the heap away. */
  release(): void {
    this.useThreads(undefined);
    this.ownScratch.release();
    this.unguard();
  }

  /** The memory as it is now: a view from before the memory grew is empty. */
  int32(pointer: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, pointer, length);
  }

  float32(pointer: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, pointer, length);
  }

  uint8(pointer: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, pointer, length);
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
}
