import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Exports } from '../../src/runtime/exports.js';
import { compileKernels } from '../../src/runtime/kernel-module.js';
import { ARGUMENTS, BOARD_BYTES, DONE, FAILED, KERNEL, LEFT, STRIDE } from '../../src/threads/board.js';
import { type Spawned, spawn } from '../../src/threads/spawn.js';
import { ThreadPool } from '../../src/threads/thread-pool.js';

// One worker, and a calling thread that posts jobs and takes no part in them: what is computed, the worker computed.
const memory = new WebAssembly.Memory({ initial: 4, maximum: 16, shared: true });
const board = new SharedArrayBuffer(BOARD_BYTES);
const words = new Int32Array(board, 0, ARGUMENTS / 4);
const given = new Float64Array(board, ARGUMENTS);
let module: WebAssembly.Module;
let worker: Spawned;

beforeEach(async () => {
  words.fill(0);
  ({ module } = (await compileKernels(true))!);
  worker = await spawn({ module, memory, board, names: ['adam', 'momentum'] });
});
afterEach(() => {
  worker.terminate();
});

function post(kernel: number, parts: readonly (readonly number[])[]): void {
  for (const [i, part] of parts.entries()) given.set(part, i * STRIDE);
  words[KERNEL] = kernel;
  words[DONE] = 0;
  Atomics.store(words, LEFT, parts.length);
  Atomics.notify(words, LEFT);
  for (let done = 0; done < parts.length; done = Atomics.load(words, DONE)) Atomics.wait(words, DONE, done, 5000);
}

it('a worker does every part that the calling thread leaves, job after job', () => {
  const floats = new Float32Array(memory.buffer);
  for (let job = 0; job < 50; job++) {
    floats.fill(1, 0, 12);
    // value -= rate (momentum velocity + gradient), on four numbers each.
    post(1, [
      [0, 64, 128, 4, 0.5, 0, 0],
      [16, 64, 144, 4, 0.25, 0, 0],
    ]);
    floats.fill(2, 16, 20);
    expect([...floats.subarray(0, 8)]).toEqual(job === 0 ? [1, 1, 1, 1, 1, 1, 1, 1] : [0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5]);
  }
});

it('a kernel that fails is reported, and the worker goes on', () => {
  post(1, [[2 ** 31, 0, 0, 4, 1, 0, 0]]);
  expect(words[FAILED]).toBe(1);
  words[FAILED] = 0;
  post(1, [[0, 64, 128, 4, 0.5, 0, 0]]);
  expect(words[FAILED]).toBe(0);
});

it('the pool throws when a kernel fails in a worker, and when there are too many parts', async () => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const outside = [2 ** 31, 0, 0, 4, 1, 0, 0];
  // The calling thread waits until the worker has failed at a part.
  const waiting = {
    ...(exports as unknown as Exports),
    momentum: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500),
  } as unknown as Exports;
  const pool = await ThreadPool.start(2, waiting, module, memory);
  try {
    expect(() => pool.run('momentum', [outside, outside, outside])).toThrow('momentum failed in a worker thread');
    expect(() => pool.run('momentum', new Array(300).fill(outside))).toThrow('expected at most 256 parts, got 300');
  } finally {
    pool.stop();
  }
});
