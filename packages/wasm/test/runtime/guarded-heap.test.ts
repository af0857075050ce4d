import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { installTrainingKernels, OutOfMemoryError } from '../../src/index.js';
import type { WasmBackend } from '../../src/runtime/wasm-backend.js';

const MEGABYTE = 2 ** 20;
let wasm: WasmBackend['wasm'];

/** Allocates blocks of `bytes` until one is refused. No page of them is touched, so they take no real memory. */
function fill(bytes: number): { readonly blocks: number[]; readonly error: unknown } {
  const blocks: number[] = [];
  for (;;) {
    try {
      const block = wasm._malloc(bytes);
      if (block === 0 || blocks.length > 100) throw new Error(`expected a guard, got ${block}`);
      blocks.push(block);
    } catch (error) {
      return { blocks, error };
    }
  }
}

describe('the heap of the backend at 4 GiB', () => {
  let own: tf.Tensor;

  // Each test has a backend of its own, whose heap is small.
  beforeEach(async () => {
    const factory = tf.findBackendFactory('wasm');
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', factory);
    await tf.setBackend('wasm');
    await installTrainingKernels();
    wasm = (tf.backend() as WasmBackend).wasm;
    own = tf.tensor1d([1, 2]);
  });

  it('is full where tensors hold all of it, and usable again once they are disposed', () => {
    const { blocks, error } = fill(200 * MEGABYTE);
    expect(blocks.length).toBe(20);
    expect(error).toBeInstanceOf(OutOfMemoryError);
    expect(String(error)).toMatch(/expected room for 209715200 bytes .* tensors hold 4\d{9} bytes.* Dispose tensors/);
    const before = tf.memory().numTensors;
    for (const make of [
      () => tf.tensor1d(new Float32Array(30 * MEGABYTE)),
      () => tf.fill([30 * MEGABYTE], 1),
      () => tf.matMul(tf.ones([6 * 1024, 1]), tf.ones([1, 6 * 1024])),
    ]) {
      expect(() => tf.tidy(make)).toThrow(OutOfMemoryError);
    }
    expect(tf.memory().numTensors).toBe(before);
    expect([...own.dataSync()]).toEqual([1, 2]);
    for (const block of blocks) wasm._free(block);
    const sum = tf.tidy(() => tf.sum(tf.add(tf.fill([6 * MEGABYTE], 1), 1)).dataSync()[0]);
    expect(sum).toBe(12 * MEGABYTE);
  });

  it('is given up where the free blocks are too small, because malloc would hand out memory in use', () => {
    const { blocks } = fill(200 * MEGABYTE);
    wasm._free(blocks[3]!);
    wasm._free(blocks[7]!);
    expect(() => wasm._malloc(350 * MEGABYTE)).toThrow(/No free block was large enough/);
    expect(() => tf.add(own, 1)).toThrow(OutOfMemoryError);
    expect([...own.dataSync()]).toEqual([1, 2]);
  });

  it('refuses a size beyond 32 bits, which malloc would take modulo 2^32', () => {
    expect(() => wasm._malloc(2 ** 32 + 8)).toThrow(/expected room for 4294967304 bytes .* got none/);
  });

  it('has the functions of tfjs again after uninstall', async () => {
    const { _malloc, _free } = wasm;
    (await installTrainingKernels()).uninstall();
    expect(wasm._malloc).not.toBe(_malloc);
    expect(wasm._free).not.toBe(_free);
  });
});
