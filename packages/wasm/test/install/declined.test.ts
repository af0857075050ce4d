import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Adam, installTrainingKernels } from '../../src/index.js';
import { RELAXED_SIMD_BINARY } from '../../src/runtime/binaries.js';
import { compileKernels } from '../../src/runtime/kernel-module.js';

const core = vi.hoisted(() => ({ version: '4.22.0' }));
vi.mock('@tensorflow/tfjs-core', async (original) => {
  const real = await original<typeof import('@tensorflow/tfjs-core')>();
  return {
    ...real,
    get version_core() {
      return core.version;
    },
  };
});

afterEach(() => vi.restoreAllMocks());

/** Throws unless the kernels decline for this reason, leave tfjs's own in place and let everything run. */
async function expectDeclined(reason: string): Promise<void> {
  const registered = () =>
    tf.getKernelsForBackend('wasm').map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]);
  const before = registered();
  const kernels = await installTrainingKernels();
  expect(kernels).toMatchObject({ active: false, kernels: [], simd: undefined });
  expect(kernels.reason).toContain(reason);
  expect(() => kernels.uninstall()).not.toThrow();
  expect(registered()).toEqual(before);
  const w = tf.variable(tf.scalar(1));
  new Adam({ learningRate: 0.5 }).minimize(() => w.square().asScalar(), false, [w]);
  expect(w.dataSync()[0]).toBeCloseTo(0.5, 5);
}

it('without the WASM backend it declines with a message, and the optimizers still work', async () => {
  await tf.setBackend('cpu');
  await expectDeclined("import '@tensorflow/tfjs-backend-wasm'");
});

describe('with the WASM backend', () => {
  it('another version of tfjs', async () => {
    await import('@tensorflow/tfjs-backend-wasm');
    await tf.setBackend('wasm');
    core.version = '4.21.0';
    try {
      await expectDeclined('expected tfjs-core ^4.22.0, got 4.21.0');
    } finally {
      core.version = '4.22.0';
    }
  });

  it('a backend of another shape', async () => {
    const backend = tf.backend() as unknown as { makeOutput?: unknown };
    const kept = backend.makeOutput;
    backend.makeOutput = undefined;
    const kernels = await installTrainingKernels();
    backend.makeOutput = kept;
    expect(kernels.active).toBe(false);
    expect(kernels.reason).toContain('has not the shape of @tensorflow/tfjs-backend-wasm 4.22');
  });

  it('an engine without SIMD', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    await expectDeclined('this engine has no 128-bit WebAssembly SIMD');
  });

  it('an engine without relaxed SIMD takes the plain module', async () => {
    const validate = WebAssembly.validate;
    const relaxed = Buffer.from(RELAXED_SIMD_BINARY, 'base64');
    vi.spyOn(WebAssembly, 'validate').mockImplementation(
      (bytes) => !relaxed.equals(bytes as Uint8Array) && validate(bytes),
    );
    expect((await compileKernels(false))?.simd).toBe('plain');
  });

  it('where nothing is amiss it installs', async () => {
    const kernels = await installTrainingKernels();
    expect(kernels.active).toBe(true);
    kernels.uninstall();
  });
});
