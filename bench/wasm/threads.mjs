// Products and steps of two VAEs in Node on one thread and on several, wall time in turns.
// node [--experimental-wasm-relaxed-simd] bench/wasm/threads.mjs [rounds] [threads]

import { sharedMemoryPaths } from '@latents/wasm/node';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { measureAll, reportAll } from './turns.mjs';

const rounds = Number(process.argv[2] ?? 5);
const threads = [1, Number(process.argv[3] ?? 2)];
setWasmPaths(await sharedMemoryPaths(), true);
await tf.setBackend('wasm');
reportAll(
  await measureAll(rounds, threads, false),
  threads.map((count) => `${count} threads`),
);
