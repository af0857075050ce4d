import { ARGUMENTS, DONE, FAILED, KERNEL, LEFT, STRIDE } from './board.js';

/**
 * Rounds that a worker looks for the next job before it sleeps, about a tenth of a millisecond: in a training step the next
 * product is seldom further, and to wake costs more than a part of it.
 */
const ROUNDS = 30_000;

/** Returns the program of a worker. `port` is an expression for what its messages go through. */
const program = (port: string): string => `'use strict';
const port = ${port};
port.onmessage = ({ data: { module, memory, board, names } }) => {
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const words = new Int32Array(board, 0, ${ARGUMENTS / 4});
  const given = new Float64Array(board, ${ARGUMENTS});
  let idle = 0;
  port.postMessage('ready');
  for (;;) {
    const left = Atomics.load(words, ${LEFT});
    if (left < 0) break;
    if (left === 0) {
      if (idle++ > ${ROUNDS}) Atomics.wait(words, ${LEFT}, 0);
    } else if (Atomics.compareExchange(words, ${LEFT}, left, left - 1) === left) {
      idle = 0;
      const at = (left - 1) * ${STRIDE};
      try {
        kernels[names[words[${KERNEL}]]](...given.subarray(at, at + ${STRIDE}));
      } catch {
        Atomics.store(words, ${FAILED}, 1);
      }
      Atomics.add(words, ${DONE}, 1);
      Atomics.notify(words, ${DONE});
    }
  }
  port.close();
};`;

/**
 * The program of a worker in a browser or in Node. It is text, to be started from a Blob or with `eval`, so that no bundler has to
 * find a file: tfjs starts the workers of its threaded build like that too.
 */
export const WORKER_SOURCE = program(
  "typeof postMessage === 'function' ? globalThis : require('node:worker_threads').parentPort",
);

/** Returns the file worker.js of this package: the same program for browsers. A strict Content-Security-Policy refuses Blobs. */
export function workerFile(): string {
  return `// Generated from src/threads/worker-source.ts by its test. Do not edit.
// A worker of startThreads(count, { workerUrl }): serve this file from the origin of the page.
${program('globalThis')}
`;
}
