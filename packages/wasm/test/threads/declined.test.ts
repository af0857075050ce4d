import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { installTrainingKernels, startThreads, type TrainingKernels } from '../../src/index.js';
import { spawn } from '../../src/threads/spawn.js';

let kernels: TrainingKernels | undefined;

beforeAll(async () => {
  await tf.setBackend('wasm');
});
afterEach(() => {
  kernels?.uninstall();
  vi.unstubAllGlobals();
});

it('without the kernels', async () => {
  expect(await startThreads(2)).toMatchObject({ count: 1, reason: expect.stringContaining('are not in place') });
});

it('a memory that is not shared, which is what tfjs takes in Node: one thread, and everything still runs', async () => {
  kernels = await installTrainingKernels();
  const threads = await startThreads(2);
  expect(threads.count).toBe(1);
  expect(threads.reason).toContain('is not shared between threads');
  expect(threads.reason).toContain('sharedMemoryPaths');
  threads.stop();
  expect(tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync())).toEqual(Float32Array.of(3, 3, 3, 3));
});

it('an address of a worker in Node, and an unknown option', async () => {
  await expect(spawn({} as never, 'worker.js')).rejects.toThrow('workerUrl is for pages');
  await expect(startThreads(2, { url: 'worker.js' } as never)).rejects.toThrow(/startThreads\(count, options\).*'url'/);
});

it('no way to start a worker', async () => {
  vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
  await expect(spawn({} as never)).rejects.toThrow('process.getBuiltinModule');
});
