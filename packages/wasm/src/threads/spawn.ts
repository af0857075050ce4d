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

const REFUSED_BLOB =
  "the page's Content-Security-Policy may lack worker-src blob:. Serve worker.js of '@latents/wasm' and give its address as workerUrl";

type Global = { process?: { getBuiltinModule?(id: string): unknown } };

/**
 * Returns a worker that has read its briefing and waits for a job. Rejects if none can be started here.
 *
 * @param workerUrl Address of the file worker.js, in a browser. Default: the same program in a Blob.
 */
export async function spawn(briefing: Briefing, workerUrl?: string | URL): Promise<Spawned> {
  if (typeof Worker === 'function') return spawnInBrowser(briefing, workerUrl);
  if (workerUrl !== undefined) throw new Error('workerUrl is for pages, and this is none: leave it out');
  const threads = (globalThis as Global).process?.getBuiltinModule?.('node:worker_threads');
  if (threads !== undefined) return spawnInNode(threads as NodeThreads, briefing);
  throw new Error('neither Worker nor process.getBuiltinModule is there (Node has it since 20.16 and 22.3)');
}

async function spawnInBrowser(briefing: Briefing, workerUrl: string | URL | undefined): Promise<Spawned> {
  const url = workerUrl ?? URL.createObjectURL(new Blob([WORKER_SOURCE], { type: 'text/javascript' }));
  try {
    const worker = new Worker(url);
    await new Promise<unknown>((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = ({ message }) =>
        reject(new Error(message || (workerUrl === undefined ? REFUSED_BLOB : `expected worker.js at ${workerUrl}`)));
      worker.postMessage(briefing);
    }).catch((error: unknown) => {
      worker.terminate();
      throw error;
    });
    return worker;
  } finally {
    if (workerUrl === undefined) URL.revokeObjectURL(url as string);
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
