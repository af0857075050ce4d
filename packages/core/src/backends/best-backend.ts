import { checkOptions, checkPositiveInteger } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { type TrialSizes, trialStep } from './trial-step.js';

/** The result of trying one backend. */
export interface BackendTrial {
  readonly backend: string;
  /** Time of a training step, the fastest of three, in milliseconds. Infinity for a backend with a fault. */
  readonly milliseconds: number;
  /** The reason why the backend is never chosen, if there is one: it is missing, fails, or computes wrong numbers. */
  readonly fault?: string;
}

/** The backend in use, and all that were tried. */
export interface BestBackend {
  readonly backend: string;
  readonly trials: readonly BackendTrial[];
}

export interface BestBackendOptions {
  /** Backends to try, in order (default webgpu, webgl and wasm). A program imports those that it wants to use. */
  readonly candidates?: readonly string[];
  /** Functions to call once a backend has started: `{ wasm: installTrainingKernels }`. */
  readonly prepare?: Readonly<Record<string, () => unknown>>;
  /** Sizes of the model that is timed (default a VAE 784-400-20 with batches of 128). Those of your own model time it best. */
  readonly sizes?: Partial<TrialSizes>;
}

const SIZES: TrialSizes = { batch: 128, inputDim: 784, hidden: 400, latentDim: 20 };
/** The most that a reading or a weight may be off from cpu's: |a - b| / max(1, |b|). Rounding makes 1e-5 of it. */
const TOLERANCE = 1e-3;
const TIMED_STEPS = 3;

/**
 * Tries backends on a training step of a variational autoencoder and makes the fastest current. A backend whose readings or weights
 * differ from those of plain JavaScript is never chosen, however fast. If none is right, `'cpu'` becomes current.
 *
 * Call it before models are made: it is the only function of the library that calls `tf.setBackend`. It takes a few seconds, most of
 * them for the comparison with cpu at the default sizes.
 *
 * @throws RangeError for an unknown option, or a size that is not a positive integer.
 * @throws Error if the cpu backend is missing, which the others are compared with. `@tensorflow/tfjs` has it.
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { bestBackend } from '@latents/core';
 *
 * const { backend, trials } = await bestBackend({
 *   candidates: ['webgpu'],
 *   sizes: { batch: 4, inputDim: 8, hidden: 4, latentDim: 2 },
 * });
 * backend; // => 'cpu'
 * trials[0]?.fault; // => 'it is not here: no imported package registers it'
 * ```
 */
export async function bestBackend(options: BestBackendOptions = {}): Promise<BestBackend> {
  checkOptions('bestBackend(options)', options, ['candidates', 'prepare', 'sizes']);
  const { candidates = ['webgpu', 'webgl', 'wasm'], prepare = {}, sizes: given = {} } = options;
  checkOptions('bestBackend({ sizes })', given, ['batch', 'inputDim', 'hidden', 'latentDim']);
  const sizes = { ...SIZES, ...given };
  for (const [name, size] of Object.entries(sizes)) checkPositiveInteger(`bestBackend({ sizes: { ${name} } })`, size);
  if (!(await tf.setBackend('cpu'))) {
    throw new Error("bestBackend(options): expected the backend 'cpu', got none. Import '@tensorflow/tfjs'.");
  }
  const expected = await firstStep(sizes);
  const trials: BackendTrial[] = [];
  for (const backend of candidates) trials.push(await tried(backend, prepare[backend], sizes, expected));
  const [fastest] = trials.filter(({ fault }) => fault === undefined).sort((a, b) => a.milliseconds - b.milliseconds);
  const backend = fastest?.backend ?? 'cpu';
  await tf.setBackend(backend);
  return { backend, trials };
}

async function firstStep(sizes: TrialSizes): Promise<number[]> {
  const trial = trialStep(sizes);
  try {
    return [...(await trial.take()), ...(await trial.weights())];
  } finally {
    trial.dispose();
  }
}

async function tried(
  backend: string,
  prepare: (() => unknown) | undefined,
  sizes: TrialSizes,
  expected: readonly number[],
): Promise<BackendTrial> {
  const faulty = (fault: string): BackendTrial => ({ backend, milliseconds: Number.POSITIVE_INFINITY, fault });
  if (tf.findBackendFactory(backend) === null) {
    return faulty('it is not here: no imported package registers it');
  }
  try {
    // tfjs would try, fail and complain on the console.
    if (backend === 'webgpu' && !(await hasAdapter()))
      return faulty('it is not here: the browser gives no webgpu adapter');
    if (!(await tf.setBackend(backend))) return faulty('it does not start here');
    await prepare?.();
    const off = farthest(await firstStep(sizes), expected);
    // Also for NaN.
    if (!(off <= TOLERANCE)) return faulty(`it computes other numbers than cpu: ${off} off, more than ${TOLERANCE}`);
    return { backend, milliseconds: await timed(sizes) };
  } catch (error) {
    return faulty(`it fails: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function hasAdapter(): Promise<boolean> {
  const { gpu } = (globalThis.navigator ?? {}) as { gpu?: { requestAdapter(): Promise<unknown> } };
  return gpu === undefined || (await gpu.requestAdapter()) !== null;
}

async function timed(sizes: TrialSizes): Promise<number> {
  const trial = trialStep(sizes);
  let best = Number.POSITIVE_INFINITY;
  try {
    // The first step makes the optimizer's slots and is not counted.
    for (let step = 0; step <= TIMED_STEPS; step++) {
      const start = performance.now();
      await trial.take();
      if (step > 0) best = Math.min(best, performance.now() - start);
    }
  } finally {
    trial.dispose();
  }
  return best;
}

function farthest(got: readonly number[], expected: readonly number[]): number {
  let worst = 0;
  for (const [i, value] of expected.entries()) {
    const off = Math.abs(got[i]! - value) / Math.max(1, Math.abs(value));
    if (!(off <= worst)) worst = off;
  }
  return worst;
}
