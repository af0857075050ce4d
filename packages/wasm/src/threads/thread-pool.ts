import type { Exports } from '../runtime/exports.js';
import { ARGUMENTS, BOARD_BYTES, DONE, FAILED, KERNEL, LEFT, MOST_PARTS, STRIDE } from './board.js';
import { type Spawned, spawn } from './spawn.js';

/** The kernels that parts of a job may run. */
const THREADED_KERNELS = [
  'adam',
  'bernoulliGradient',
  'bernoulliLogProb',
  'convolve',
  'convolveInput',
  'gemmRegion',
  'im2col',
  'momentum',
  'unary',
] as const;

export type ThreadedKernel = (typeof THREADED_KERNELS)[number];

/** Rounds that the calling thread looks for the end of a job before it sleeps, where it may. */
const ROUNDS = 2000;

/** Workers that run kernels in one memory, together with the calling thread. */
export class ThreadPool {
  /** How many threads compute, the calling one among them. */
  readonly count: number;
  private readonly kernels: Exports;
  private readonly workers: readonly Spawned[];
  private readonly words: Int32Array<SharedArrayBuffer>;
  private readonly given: Float64Array<SharedArrayBuffer>;
  private readonly maySleep: boolean;

  private constructor(kernels: Exports, workers: readonly Spawned[], board: SharedArrayBuffer) {
    this.count = 1 + workers.length;
    this.kernels = kernels;
    this.workers = workers;
    this.words = new Int32Array(board, 0, ARGUMENTS / 4);
    this.given = new Float64Array(board, ARGUMENTS);
    this.maySleep = maySleep(this.words);
  }

  /** Starts `count - 1` workers on this module and memory. Rejects, with none left running, if one cannot be started. */
  static async start(
    count: number,
    kernels: Exports,
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    workerUrl?: string | URL,
  ): Promise<ThreadPool> {
    const board = new SharedArrayBuffer(BOARD_BYTES);
    const briefing = { module, memory, board, names: THREADED_KERNELS };
    const started = await Promise.allSettled(Array.from({ length: count - 1 }, () => spawn(briefing, workerUrl)));
    const workers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const pool = new ThreadPool(kernels, workers, board);
    const failure = started.find((result) => result.status === 'rejected');
    if (failure === undefined) return pool;
    pool.stop();
    throw failure.reason;
  }

  /** Runs a kernel once for each list of arguments, in any order and on any thread, and returns when all are done. */
  run(kernel: ThreadedKernel, parts: readonly (readonly number[])[]): void {
    const { words, given, kernels } = this;
    if (parts.length > MOST_PARTS) throw new RangeError(`expected at most ${MOST_PARTS} parts, got ${parts.length}.`);
    for (const [i, part] of parts.entries()) given.set(part, i * STRIDE);
    words[KERNEL] = THREADED_KERNELS.indexOf(kernel);
    words[DONE] = 0;
    Atomics.store(words, LEFT, parts.length);
    Atomics.notify(words, LEFT, parts.length - 1);
    let own = 0;
    for (;;) {
      const left = Atomics.load(words, LEFT);
      if (left === 0) break;
      if (Atomics.compareExchange(words, LEFT, left, left - 1) !== left) continue;
      (kernels[kernel] as (...args: readonly number[]) => void)(...parts[left - 1]!);
      own++;
    }
    this.awaitDone(parts.length - own);
    if (Atomics.load(words, FAILED) !== 0) throw new Error(`@latents/wasm: ${kernel} failed in a worker thread.`);
  }

  /** Ends the workers. */
  stop(): void {
    Atomics.store(this.words, LEFT, -1);
    Atomics.notify(this.words, LEFT);
    for (const worker of this.workers) worker.terminate();
  }

  private awaitDone(parts: number): void {
    const { words, maySleep } = this;
    for (let round = 0; ; round++) {
      const done = Atomics.load(words, DONE);
      if (done === parts) return;
      if (maySleep && round > ROUNDS) Atomics.wait(words, DONE, done);
    }
  }
}

/** A page's own thread may not sleep: Atomics.wait throws there. */
function maySleep(words: Int32Array<SharedArrayBuffer>): boolean {
  try {
    return Atomics.wait(words, LEFT, -2, 0) === 'not-equal';
  } catch {
    return false;
  }
}
