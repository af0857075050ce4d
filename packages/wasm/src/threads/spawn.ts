import { WORKER_SOURCE } from './worker-source.js';

/** What a worker is told once. */
export interface Briefing {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly board: SharedArrayBuffer;
  readonly names: readonly string[];
}

/** A running worker. */
export interface Spawned {
  terminate(): void;
}

/** The part of node:worker_threads that we use: this file is for browsers too. */
interface NodeThreads {
  readonly Worker: new (
    source: string,
    options: { eval: true; execArgv: string[] },
  ) => {
    postMessage(briefing: Briefing): void;
    once(event: 'message' | 'error', listener: (value: unknown) => void): void;
    unref(): void;
    terminate(): unknown;
  };
}

type Global = { process?: { getBuiltinModule?(id: string): unknown } };

/** A worker that has read its briefing and waits for a job. Rejects if none can be started here. */
export async function spawn(briefing: Briefing): Promise<Spawned> {
  if (typeof Worker === 'function') return spawnInBrowser(briefing);
  const threads = (globalThis as Global).process?.getBuiltinModule?.('node:worker_threads');
  if (threads !== undefined) return spawnInNode(threads as NodeThreads, briefing);
  throw new Error('neither Worker nor process.getBuiltinModule is there (Node has it since 20.16 and 22.3)');
}

async function spawnInBrowser(briefing: Briefing): Promise<Spawned> {
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: 'text/javascript' }));
  try {
    const worker = new Worker(url);
    await new Promise<unknown>((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = ({ message }) =>
        reject(new Error(message || "the page's Content-Security-Policy may lack worker-src blob:"));
      worker.postMessage(briefing);
    }).catch((error: unknown) => {
      worker.terminate();
      throw error;
    });
    return worker;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function spawnInNode({ Worker }: NodeThreads, briefing: Briefing): Promise<Spawned> {
  const worker = new Worker(WORKER_SOURCE, { eval: true, execArgv: [] });
  await new Promise<unknown>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(briefing);
  });
  worker.unref();
  return worker;
}
