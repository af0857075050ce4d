// Complex numbers, strings and ragged tensors on the WASM backend, against definitions and the cpu backend.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type InstalledKernels, installMissingKernels, installTrainingKernels } from '../../src/index.js';
import { expectAlike, noise, on } from '../support/wasm.js';

describe.each(['alone', 'with the training kernels', 'before the training kernels'])('%s', (order) => {
  let kernels: InstalledKernels;
  let tensors: number;
  beforeAll(async () => {
    await tf.setBackend('wasm');
    if (order === 'with the training kernels') await installTrainingKernels();
    kernels = installMissingKernels();
    if (order === 'before the training kernels') await installTrainingKernels();
  });
  afterAll(async () => {
    const training = order === 'alone' ? undefined : await installTrainingKernels();
    for (const each of order.startsWith('before') ? [training, kernels] : [kernels, training]) each?.uninstall();
    expect(tf.getKernel('Complex', 'wasm')).toBeUndefined();
  });

  /** Data of the backend and of the cpu backend that lends its kernels. */
  const held = () => tf.backend().numDataIds() + tf.findBackend('cpu').numDataIds();
  beforeEach(() => {
    tensors = held();
  });
  afterEach(() => {
    expect(held()).toBe(tensors);
  });

  it('the Fourier transform equals its defining sum', () => {
    const [re, im] = [noise(6, 1), noise(6, 2)];
    const got = tf.tidy(() => tf.spectral.fft(tf.complex(re, im)).dataSync());
    for (let k = 0; k < 6; k++) {
      const [sum, start] = [[0, 0], -2 * Math.PI * k];
      for (let n = 0; n < 6; n++) {
        const [cos, sin] = [Math.cos((start * n) / 6), Math.sin((start * n) / 6)];
        sum[0]! += re[n]! * cos - im[n]! * sin;
        sum[1]! += re[n]! * sin + im[n]! * cos;
      }
      expect(got[2 * k]).toBeCloseTo(sum[0]!, 5);
      expect(got[2 * k + 1]).toBeCloseTo(sum[1]!, 5);
    }
  });

  it('complex numbers are added, multiplied, joined, cast, cloned, reshaped and read as on cpu', async () => {
    const inputs = [1, 2, 3, 4].map((seed) => ({ shape: [2, 3], values: noise(6, seed) }));
    const run = (...parts: tf.Tensor[]) => {
      const [a, b] = [tf.complex(parts[0]!, parts[1]!), tf.complex(parts[2]!, parts[3]!)];
      const joined = tf
        .concat([a.mul(b), a.sub(b)], 1)
        .reshape([3, 4])
        .clone();
      const sum = joined.add(tf.scalar(2));
      return [sum, sum.transpose(), tf.real(sum), tf.imag(joined), sum.abs(), sum.cast('float32'), tf.onesLike(a)];
    };
    expectAlike(await on('wasm', inputs, run), await on('cpu', inputs, run));
  });

  it('strings are compared, repeated, filled and replaced', () => {
    tf.tidy(() => {
      const words = tf.tensor1d(['b', 'äö', 'c']);
      expect([...words.equal(tf.tensor1d(['b', 'b', 'c'])).dataSync()]).toEqual([1, 0, 1]);
      expect(words.tile([2]).arraySync()).toEqual(['b', 'äö', 'c', 'b', 'äö', 'c']);
      expect(tf.fill([2], 'x').arraySync()).toEqual(['x', 'x']);
      expect(tf.string.staticRegexReplace(words, 'ö', 'o').arraySync()).toEqual(['b', 'äo', 'c']);
    });
  });

  it('rows of a ragged tensor are gathered', () => {
    tf.tidy(() => {
      // [[1, 2], [], [3, 4, 5]]
      const splits = tf.tensor1d([0, 2, 2, 5], 'int32');
      const { outputNestedSplits, outputDenseValues } = tf.raggedGather(
        [splits],
        tf.tensor1d([1, 2, 3, 4, 5]),
        tf.tensor1d([2, 0], 'int32'),
        1,
      );
      expect(outputNestedSplits[0]!.arraySync()).toEqual([0, 3, 5]);
      expect(outputDenseValues.arraySync()).toEqual([3, 4, 5, 1, 2]);
    });
  });

  it('an error of a borrowed kernel reaches the caller, and its operands are let go', () => {
    const gather = () =>
      tf.tidy(() => {
        tf.raggedGather([tf.tensor1d([0, 2], 'int32')], tf.tensor1d([1, 2]), tf.tensor1d([7], 'int32'), 1);
      });
    expect(gather).toThrow('indices[0] = 7 is not in [0, 1)');
  });
});

describe('installMissingKernels', () => {
  it('refuses nothing and changes nothing a second time; uninstalling restores the kernels of tfjs', async () => {
    await tf.setBackend('wasm');
    const registered = () =>
      new Map(tf.getKernelsForBackend('wasm').map((kernel) => [kernel.kernelName, kernel.kernelFunc]));
    const before = registered();
    const kernels = installMissingKernels();
    expect(kernels).toMatchObject({ active: true, reason: undefined });
    expect(kernels.kernels).toContain('FFT');
    expect(installMissingKernels()).toBe(kernels);
    kernels.uninstall();
    kernels.uninstall();
    expect(registered()).toEqual(before);
    expect(kernels).toMatchObject({ active: false, reason: '@latents/wasm: uninstalled.' });
    expect(() => tf.tidy(() => tf.complex([1], [2]))).toThrow("Kernel 'Complex' not registered");
  });

  it('works in the backend that follows one which tfjs removed', async () => {
    const kernels = installMissingKernels();
    tf.engine().reset();
    await tf.setBackend('wasm');
    expect([...tf.tidy(() => tf.complex([1], [2]).dataSync())]).toEqual([1, 2]);
    kernels.uninstall();
  });

  it('declines without a cpu backend to borrow from', () => {
    const factory = tf.findBackendFactory('cpu');
    tf.removeBackend('cpu');
    try {
      const kernels = installMissingKernels();
      expect(kernels.active).toBe(false);
      expect(kernels.reason).toContain("import '@tensorflow/tfjs' or '@tensorflow/tfjs-backend-cpu' first");
    } finally {
      tf.registerBackend('cpu', factory as () => tf.KernelBackend, 1);
    }
  });
});
