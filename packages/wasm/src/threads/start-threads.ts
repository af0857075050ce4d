import { checkOptions } from '@latents/math';
import { currentRuntime } from '../install/training-kernels.js';
import { isShared } from '../runtime/wasm-backend.js';
import { ThreadPool } from './thread-pool.js';
import { threadedKernels } from './threaded-kernels.js';

/** What `startThreads` started, and how to stop it. */
export interface Threads {
  /** How many threads compute now, the calling one among them. */
  readonly count: number;
  /** Why that is fewer than were asked for, if it is. */
  readonly reason: string | undefined;
  /** Ends the workers: the calling thread computes alone again. Calling it again does nothing. */
  stop(): void;
}

export interface ThreadsOptions {
  /**
   * Address of `worker.js` of this package, served from the page's own origin. For a page whose Content-Security-Policy has `worker-src
   * 'self'` and so refuses workers from a Blob, which are the default. Not for Node.
   */
  readonly workerUrl?: string | URL;
}

/**
 * Lets `count` threads, the calling one among them, work at large matrix products, convolutions and optimizer steps, to
 * the same bits as one. They work in the memory of tfjs's WASM backend, which has to be shared: it is in a cross-origin-isolated
 * page, and in Node after `setWasmPaths(await sharedMemoryPaths(), true)`, of `@latents/wasm/node`. Where it is not, nothing
 * changes, `count` is 1 and `reason` says why. The threads end with `stop()`, with the next call, which takes their place, and with the kernels.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import '@tensorflow/tfjs-backend-wasm';
 * import { installTrainingKernels, startThreads } from '@latents/wasm';
 *
 * await tf.setBackend('wasm');
 * await installTrainingKernels();
 * const threads = await startThreads(2);
 * threads.count === 2 || threads.reason !== undefined; // => true
 * threads.stop();
 * threads.count; // => 1
 * ```
 * @throws RangeError unless `count` is a whole number from 1 to 64, and for an unknown option.
 */
export async function startThreads(count: number, options: ThreadsOptions = {}): Promise<Threads> {
  checkOptions('startThreads(count, options)', options, ['workerUrl']);
  if (!Number.isInteger(count) || count < 1 || count > 64) {
    throw new RangeError(`startThreads(count): expected a whole number from 1 to 64, got ${count}.`);
  }
  const runtime = currentRuntime();
  if (runtime === undefined) {
    return declined(
      "the training kernels are not in place: await tf.setBackend('wasm') and installTrainingKernels() first",
    );
  }
  if (!isShared(runtime.memory)) {
    return declined(
      "the backend's memory is not shared between threads: serve the page cross-origin isolated (headers Cross-Origin-Opener-Policy: " +
        'same-origin and Cross-Origin-Embedder-Policy: require-corp), or in Node call ' +
        "setWasmPaths(await sharedMemoryPaths(), true), of '@latents/wasm/node', before the backend starts",
    );
  }
  const started = await ThreadPool.start(
    count,
    runtime.single,
    runtime.module,
    runtime.memory,
    options.workerUrl,
  ).catch((error: unknown) => String(error));
  if (typeof started === 'string') return declined(`the workers did not start: ${started}`);
  if (currentRuntime() !== runtime) {
    started.stop();
    return declined('the training kernels were removed meanwhile');
  }
  let running = true;
  const threaded = threadedKernels(runtime, started);
  const end = () => {
    running = false;
    threaded.end();
  };
  runtime.useThreads({ kernels: threaded.kernels, end });
  return {
    get count() {
      return running ? count : 1;
    },
    get reason() {
      return running ? undefined : '@latents/wasm: the threads were stopped.';
    },
    stop() {
      if (running) runtime.useThreads(undefined);
    },
  };
}

function declined(reason: string): Threads {
  return { count: 1, reason: `@latents/wasm: ${reason}.`, stop: () => {} };
}
