import type * as tf from '@tensorflow/tfjs-core';

/** What tfjs's WASM backend knows of one tensor's data. */
export interface WasmData {
  /** The identity under which the C++ side knows the data, and caches what it packed from them. */
  id: number;
  readonly memoryOffset: number;
  readonly shape: number[];
  readonly dtype: tf.DataType;
  readonly refCount: number;
}

/** The parts of tfjs's `BackendWasm` that the kernels work with. */
export interface WasmBackend extends tf.KernelBackend {
  readonly wasm: {
    readonly HEAPU8: Uint8Array;
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    readonly wasmMemory?: WebAssembly.Memory;
    _malloc: (bytes: number) => number;
    _free: (pointer: number) => void;
    readonly tfjs: {
      registerTensor(id: number, size: number, memoryOffset: number): void;
      disposeData(id: number): void;
    };
  };
  readonly dataIdMap: tf.DataStorage<WasmData>;
  dataIdNextNumber: number;
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

/** Why a value is not a WASM backend that the kernels can work in, or undefined if it is one. */
export function reasonAgainst(backend: unknown): string | undefined {
  if (typeof backend !== 'object' || backend === null) {
    return "the 'wasm' backend is not there: import '@tensorflow/tfjs-backend-wasm' and await tf.setBackend('wasm') first";
  }
  const { wasm, dataIdMap, makeOutput, dataIdNextNumber } = backend as Partial<WasmBackend>;
  const memory = wasm && memoryOf(backend as WasmBackend);
  const known =
    memory !== undefined &&
    isShared(memory) === isSharedBuffer(wasm!.HEAPU8?.buffer) &&
    (isShared(memory) || wasm!.HEAPU8.buffer === memory.buffer) &&
    [wasm!._malloc, wasm!._free, wasm!.tfjs?.registerTensor, wasm!.tfjs?.disposeData, dataIdMap?.get, makeOutput].every(
      (member) => typeof member === 'function',
    ) &&
    typeof dataIdNextNumber === 'number';
  return known
    ? undefined
    : "the 'wasm' backend has not the shape of @tensorflow/tfjs-backend-wasm 4.22 (memory, malloc, dataIdMap)";
}

/** Returns whether tfjs has removed the backend, which leaves it without its heap. */
export function isRemoved(backend: WasmBackend): boolean {
  return (backend.wasm as WasmBackend['wasm'] | null) === null;
}

/** Whether the memory is shared between threads, as in tfjs's threaded build. */
export function isShared(memory: WebAssembly.Memory): boolean {
  return isSharedBuffer(memory.buffer);
}

function isSharedBuffer(buffer: ArrayBufferLike | undefined): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
}

/** The linear memory that the backend's tensors live in. */
export function memoryOf({ wasm }: WasmBackend): WebAssembly.Memory | undefined {
  return wasm.asm?.memory ?? wasm.wasmMemory;
}
