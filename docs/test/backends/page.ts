// Functions that the browser tests call in the page. They return plain numbers, which the tests compare in Node.

import { bestBackend, type TrialSizes } from '@latents/core';
import { installTrainingKernels } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import type { Outcome } from './backend-case.js';
import { CASES } from './cases/index.js';
import { keptRun, memory } from './kept-run.js';

const page = {
  /**
   * Starts a backend.
   *
   * @param own Whether small tensors may be computed on the cpu, which is tfjs's setting. Else they stay on the backend.
   */
  async start(backend: string, kernels = false, own = false): Promise<string> {
    setWasmPaths('/');
    setThreadsCount(1);
    tf.env().set('WEBGPU_CPU_FORWARD', own);
    tf.env().set('WEBGL_CPU_FORWARD', own);
    await tf.setBackend(backend);
    await tf.ready();
    if (kernels && !(await installTrainingKernels()).active) return 'no kernels';
    return tf.getBackend();
  },

  /**
   * Runs a case on a backend. The message of what it throws is an outcome too.
   *
   * @param index Its place in the table. Some names are those of classes, which a bundler changes.
   */
  async run(backend: string, index: number): Promise<Outcome | string> {
    await tf.setBackend(backend);
    try {
      return await CASES[index]!.run();
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  },

  /** Picks the best backend for a model of these sizes. */
  best: (sizes: TrialSizes) => bestBackend({ sizes, prepare: { wasm: installTrainingKernels } }),

  /**
   * Trains on a backend, takes its device away after a step, and resumes on cpu. The readings and weights of a run on cpu that nothing
   * ends are there to compare.
   */
  async loseDevice(backend: 'webgl' | 'webgpu', after: number) {
    const steps = 8;
    await tf.setBackend('cpu');
    const uninterrupted = await keptRun(memory(), steps);
    await tf.setBackend(backend);
    const store = memory();
    const first: number[] = [];
    let error = 'none';
    try {
      await keptRun(store, steps, (reading) => {
        first.push(reading.nats);
        if (reading.step === after) loseDeviceOf(backend);
      });
    } catch (caught) {
      error = String(caught);
    }
    await tf.setBackend('cpu');
    const rest = await keptRun(store, steps);
    return {
      whole: uninterrupted.nats,
      wholeWeights: uninterrupted.weights,
      first,
      error,
      rest: { from: rest.from, nats: rest.nats },
      weights: rest.weights,
    };
  },
};

/** Takes the device of a backend away, as a browser does. */
function loseDeviceOf(backend: 'webgl' | 'webgpu'): void {
  const { gpgpu, device } = tf.backend() as unknown as {
    gpgpu: { gl: WebGL2RenderingContext };
    device: { destroy(): void };
  };
  if (backend === 'webgl') gpgpu.gl.getExtension('WEBGL_lose_context')!.loseContext();
  else device.destroy();
}

export type Page = typeof page;
Object.assign(globalThis, { page });
