// Generated from src/threads/worker-source.ts by its test. Do not edit.
// A worker of startThreads(count, { workerUrl }): serve this file from the origin of the page.
'use strict';
const port = globalThis;
port.onmessage = ({ data: { module, memory, board, names } }) => {
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const words = new Int32Array(board, 0, 8);
  const given = new Float64Array(board, 32);
  let idle = 0;
  port.postMessage('ready');
  for (;;) {
    const left = Atomics.load(words, 0);
    if (left < 0) break;
    if (left === 0) {
      if (idle++ > 30000) Atomics.wait(words, 0, 0);
    } else if (Atomics.compareExchange(words, 0, left, left - 1) === left) {
      idle = 0;
      const at = (left - 1) * 16;
      try {
        kernels[names[words[3]]](...given.subarray(at, at + 16));
      } catch {
        Atomics.store(words, 2, 1);
      }
      Atomics.add(words, 1, 1);
      Atomics.notify(words, 1);
    }
  }
  port.close();
};
