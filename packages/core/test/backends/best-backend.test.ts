import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bestBackend } from '../../src/index.js';

const sizes = { batch: 4, inputDim: 6, hidden: 5, latentDim: 2 };
const made: string[] = [];

/** Registers a backend that computes as cpu does, but for one kernel. */
function fake(name: string, kernel?: string, change: (kernel: tf.KernelFunc) => tf.KernelFunc = (same) => same): void {
  tf.registerBackend(name, tf.findBackendFactory('cpu') as never);
  tf.copyRegisteredKernels('cpu', name);
  made.push(name);
  if (kernel === undefined) return;
  const right = tf.getKernel(kernel, name);
  tf.unregisterKernel(kernel, name);
  tf.registerKernel({ ...right, kernelFunc: change(right.kernelFunc) });
}
/** A kernel that runs and gives the numbers of zeros, as webgpu does with a dropped shader. */
const zeros: (kernel: tf.KernelFunc) => tf.KernelFunc = (kernel) => (given) => {
  const result = kernel(given) as tf.TensorInfo;
  const { data } = given.backend as unknown as { data: { get(id: object): { values: Float32Array } } };
  data.get(result.dataId).values.fill(0);
  return result;
};

beforeEach(() => useBackend('cpu'));
afterEach(async () => {
  await tf.setBackend('cpu');
  for (const name of made.splice(0)) {
    for (const { kernelName } of tf.getKernelsForBackend(name)) tf.unregisterKernel(kernelName, name);
    tf.removeBackend(name);
  }
});

describe('bestBackend', () => {
  it('makes a backend current that computes as cpu does, and says how long a step took', async () => {
    fake('right');
    const { backend, trials } = await bestBackend({ candidates: ['right'], sizes });
    expect([backend, tf.getBackend()]).toEqual(['right', 'right']);
    expect(trials).toEqual([{ backend: 'right', milliseconds: expect.any(Number) }]);
    expect(trials[0]!.milliseconds).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it.each(['Sum', 'Sqrt', 'Softplus'])('never chooses a backend whose %s gives zeros', async (kernel) => {
    fake('wrong', kernel, zeros);
    fake('right');
    const { backend, trials } = await bestBackend({ candidates: ['wrong', 'right'], sizes });
    expect(backend).toBe('right');
    expect(trials[0]).toMatchObject({ backend: 'wrong', milliseconds: Infinity });
    expect(trials[0]!.fault).toMatch(/^it computes other numbers than cpu|^it fails: Training stopped/);
    expect(await bestBackend({ candidates: ['wrong'], sizes })).toMatchObject({ backend: 'cpu' });
    expect(tf.getBackend()).toBe('cpu');
  });

  it('never chooses a backend that is missing or that fails, and says why', async () => {
    fake('failing', 'Softplus', () => () => {
      throw new Error('no shader');
    });
    const { backend, trials } = await bestBackend({ candidates: ['missing', 'failing'], sizes });
    expect(backend).toBe('cpu');
    expect(trials.map(({ fault }) => fault)).toEqual([
      'it is not here: no imported package registers it',
      'it fails: no shader',
    ]);
  });

  it('prepares a backend after it has started', async () => {
    fake('right');
    const seen: string[] = [];
    await bestBackend({
      candidates: ['right'],
      sizes,
      prepare: { right: async () => void seen.push(tf.getBackend()), other: () => void seen.push('other') },
    });
    expect(seen).toEqual(['right']);
  });

  it('leaves no tensor', async () => {
    fake('right');
    await bestBackend({ candidates: ['right'], sizes });
    await expectNoLeak(() => bestBackend({ candidates: ['right'], sizes }));
  });

  it('refuses unknown options and sizes that are no positive integers', async () => {
    await expect(bestBackend({ backends: ['cpu'] } as never)).rejects.toThrow(/bestBackend\(options\): .*'backends'/);
    await expect(bestBackend({ sizes: { batch: 0 } })).rejects.toThrow(
      /bestBackend\(\{ sizes: \{ batch \} \}\).*got 0/,
    );
  });
});
