import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng, decodeSafetensors, encodeSafetensors, load, mlp, readVariables, save } from '@latents/core';
import { fileHandler } from '@latents/core/node';
import type * as tf from '@tensorflow/tfjs';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';

const disk = vi.hoisted(() => ({ failAfter: Number.POSITIVE_INFINITY }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const open = async (...given: Parameters<typeof real.open>) => {
    const file = await real.open(...given);
    const writeFile = file.writeFile.bind(file);
    file.writeFile = async (data) => {
      const bytes = data as Uint8Array;
      await writeFile(bytes.subarray(0, disk.failAfter));
      if (bytes.length > disk.failAfter) throw new Error('ENOSPC: no space left on device');
    };
    return file;
  };
  return { ...real, open };
});

const folder = mkdtempSync(join(tmpdir(), 'latents-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  disk.failAfter = Number.POSITIVE_INFINITY;
});
const make = (seed: number) => ({
  config: { kind: 'map' },
  variables: mlp({ inputDim: 2, hidden: [3], outputDim: 1, rng: createRng(seed) }).variables,
});

describe('fileHandler', () => {
  test('saves and loads, as one .safetensors file with the configuration beside the weights', async () => {
    const path = join(folder, 'model.safetensors');
    const [a, b] = [make(1), make(2)];
    await save(a, fileHandler(path));
    await load(b, fileHandler(path));
    expect(await readVariables(b.variables)).toEqual(await readVariables(a.variables));
    const { arrays, metadata } = decodeSafetensors(new Uint8Array(readFileSync(path)));
    expect(arrays).toEqual(await readVariables(a.variables));
    expect(JSON.parse(metadata['latents.model']!)).toEqual({ format: 'latents', modelTopology: { kind: 'map' } });
  });

  test('a failed save leaves the old model', async () => {
    const path = join(folder, 'kept.safetensors');
    const [a, b] = [make(1), make(2)];
    await save(a, fileHandler(path));
    disk.failAfter = 100;
    await expect(save(b, fileHandler(path))).rejects.toThrow('ENOSPC');
    await load(b, fileHandler(path));
    expect(await readVariables(b.variables)).toEqual(await readVariables(a.variables));
  });

  test('truncated at every length: an error, and the model is left as it was', async () => {
    const path = join(folder, 'cut.safetensors');
    await save(make(1), fileHandler(path));
    const whole = readFileSync(path);
    const model = make(2);
    const before = await readVariables(model.variables);
    for (let n = 0; n < whole.length; n++) {
      writeFileSync(path, whole.subarray(0, n));
      await expect(load(model, fileHandler(path)), `${n} bytes`).rejects.toThrow(
        /truncated, corrupt or of another format/,
      );
    }
    expect(await readVariables(model.variables)).toEqual(before);
  });

  test('bare weights and foreign metadata are refused', async () => {
    const path = join(folder, 'foreign.safetensors');
    const arrays = await readVariables(make(1).variables);
    writeFileSync(path, encodeSafetensors({ arrays, metadata: {} }));
    await expect(load(make(2), fileHandler(path))).rejects.toThrow(
      /expected a model saved by latents.*decodeSafetensors/,
    );
    writeFileSync(path, encodeSafetensors({ arrays, metadata: { 'latents.model': '{' } }));
    await expect(load(make(2), fileHandler(path))).rejects.toThrow(/expected JSON under 'latents.model'/);
  });

  test('another ending, a missing file, integer weights', async () => {
    expect(() => fileHandler('model.json')).toThrow(/expected a path that ends in .safetensors, got 'model.json'/);
    await expect(load(make(1), fileHandler(join(folder, 'none.safetensors')))).rejects.toThrow(/ENOENT/);
    const specs = [{ name: 'n', shape: [1], dtype: 'int32' as const }];
    const handler = fileHandler(join(folder, 'int.safetensors')) as Required<tf.io.IOHandler>;
    await expect(handler.save({ weightSpecs: specs, weightData: new ArrayBuffer(4) })).rejects.toThrow(
      /expected float32 weights, got 'n' of int32/,
    );
  });
});
