import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { installTrainingKernels, type TrainingKernels } from '../../src/index.js';
import { unexpectedVersion } from '../../src/install/install-training-kernels.js';
import { reasonAgainst } from '../../src/runtime/wasm-backend.js';

let kernels: TrainingKernels | undefined;

beforeAll(async () => {
  await tf.setBackend('wasm');
});
afterEach(() => kernels?.uninstall());

describe('installTrainingKernels', () => {
  it('is active, says what it replaced, and a second call is the first', async () => {
    kernels = await installTrainingKernels();
    expect(kernels.active).toBe(true);
    expect(kernels.reason).toBeUndefined();
    expect(kernels.kernels).toContain('Conv2DBackpropFilter');
    expect(await installTrainingKernels()).toBe(kernels);
    const [one, two] = await Promise.all([installTrainingKernels(), installTrainingKernels()]);
    expect(one).toBe(two);
  });

  it('two calls at once install once', async () => {
    const [one, two] = await Promise.all([installTrainingKernels(), installTrainingKernels()]);
    kernels = one;
    expect(one).toBe(two);
  });

  it('uninstalling restores the kernels of tfjs, and only those', async () => {
    const before = new Map(tf.getKernelsForBackend('wasm').map((config) => [config.kernelName, config.kernelFunc]));
    kernels = await installTrainingKernels();
    expect(tf.getKernel('BatchMatMul', 'wasm').kernelFunc).not.toBe(before.get('BatchMatMul'));
    kernels.uninstall();
    kernels.uninstall();
    const after = new Map(tf.getKernelsForBackend('wasm').map((config) => [config.kernelName, config.kernelFunc]));
    expect(after).toEqual(before);
    for (const [name, kernel] of before) expect(after.get(name)).toBe(kernel);
    expect(kernels.active).toBe(false);
    expect(kernels.reason).toContain('uninstalled');
  });

  it('outlives a backend that tfjs removes, and works in the next one', async () => {
    kernels = await installTrainingKernels();
    const product = () => tf.tidy(() => tf.matMul(tf.ones([8, 8]), tf.ones([8, 8])).dataSync()[9]);
    expect(product()).toBe(8);
    tf.engine().reset();
    await tf.setBackend('wasm');
    expect(await installTrainingKernels()).toBe(kernels);
    expect(product()).toBe(8);
    kernels.uninstall();
    expect(product()).toBe(8);
  });

  it('leaves the cpu backend alone', async () => {
    const before = tf.getKernel('BatchMatMul', 'cpu');
    kernels = await installTrainingKernels();
    expect(tf.getKernel('BatchMatMul', 'cpu')).toBe(before);
  });

  it('training fails without the kernels and works with them', async () => {
    const gradient = () =>
      tf.tidy(() => {
        const x = tf.ones([1, 4, 4, 1]) as tf.Tensor4D;
        const filter = tf.ones([2, 2, 1, 1]) as tf.Tensor4D;
        return tf
          .grad((w: tf.Tensor) => tf.conv2d(x, w as tf.Tensor4D, 1, 'valid').sum())(filter)
          .dataSync()[0];
      });
    expect(gradient).toThrow("Kernel 'Conv2DBackpropFilter' not registered");
    kernels = await installTrainingKernels();
    expect(gradient()).toBe(9);
  });

  it('memory growth: results stay right when the backend outgrows its first 16 MiB', async () => {
    kernels = await installTrainingKernels();
    const pages = () => (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length;
    const before = pages();
    const product = () =>
      tf.tidy(() => {
        const a = tf.ones([300, 500]);
        return tf.matMul(a, a, true, false).max().dataSync()[0];
      });
    expect(product()).toBe(300);
    const ballast = tf.zeros([5_000_000]);
    const more = tf.zeros([5_000_000]);
    expect(pages()).toBeGreaterThan(before);
    expect(product()).toBe(300);
    const x = tf.ones([8, 64, 64, 16]) as tf.Tensor4D;
    const [dx] = tf.tidy(() => [
      tf.grad((image: tf.Tensor) => tf.conv2d(image as tf.Tensor4D, tf.ones([1, 1, 16, 2]), 1, 'same').sum())(x),
    ]);
    expect(dx!.max().dataSync()[0]).toBe(2);
    tf.dispose([ballast, more, x, dx!]);
  });
});

describe('declining', () => {
  it('no backend, a backend of another shape', () => {
    expect(reasonAgainst(null)).toContain("await tf.setBackend('wasm') first");
    expect(reasonAgainst({})).toContain('has not the shape of @tensorflow/tfjs-backend-wasm 4.22');
    expect(reasonAgainst({ wasm: { HEAPU8: new Uint8Array(1) } })).toContain('has not the shape');
    expect(reasonAgainst(tf.backend())).toBeUndefined();
  });

  it('versions', () => {
    expect(unexpectedVersion('4.22.0')).toBeUndefined();
    expect(unexpectedVersion('4.30.1')).toBeUndefined();
    expect(unexpectedVersion('4.21.0')).toContain('got 4.21.0');
    expect(unexpectedVersion('5.0.0')).toContain('expected tfjs-core ^4.22.0');
  });
});
