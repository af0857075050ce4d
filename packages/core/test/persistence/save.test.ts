import { assignVariables, load, mlp, readModel, readVariables, type Saveable, save } from '@latents/core';
import { createRng, type NamedArrays } from '@latents/math';
import { expectNoLeak } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';

function make(seed: number, hidden = [3], kind = 'map'): Saveable {
  return {
    config: { kind, hidden },
    variables: mlp({ inputDim: 2, hidden, outputDim: 1, rng: createRng(seed) }).variables,
  };
}
const read = (model: Saveable) => readVariables(model.variables);

async function saved(model: Saveable): Promise<tf.io.ModelArtifacts> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await save(
    model,
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  return artifacts!;
}

describe('save and load through tfjs handlers', () => {
  test('give another model the same weights, bit for bit', async () => {
    const [a, b] = [make(1), make(2)];
    const artifacts = await saved(a);
    await expectNoLeak(() => load(b, tf.io.fromMemory(artifacts)));
    expect(await read(b)).toEqual(await read(a));
    expect((await readModel(tf.io.fromMemory(artifacts))).config).toEqual({ kind: 'map', hidden: [3] });
  });

  test('weights that arrive in several buffers', async () => {
    const [a, b] = [make(1), make(2)];
    const artifacts = await saved(a);
    const whole = artifacts.weightData as ArrayBuffer;
    await load(b, tf.io.fromMemory({ ...artifacts, weightData: [whole.slice(0, 10), whole.slice(10)] }));
    expect(await read(b)).toEqual(await read(a));
  });

  test('truncated at every length: the model is left as it was', async () => {
    const artifacts = await saved(make(1));
    const model = make(2);
    const before = await read(model);
    const whole = artifacts.weightData as ArrayBuffer;
    for (let n = 0; n < whole.byteLength; n++) {
      const cut = { ...artifacts, weightData: whole.slice(0, n) };
      await expect(load(model, tf.io.fromMemory(cut))).rejects.toThrow(/expected 52 bytes of weights, got .*truncated/);
    }
    expect(await read(model)).toEqual(before);
  });

  test.each([
    ['another kind', make(1, [3], 'net'), /expected a saved 'map', got a 'net'/],
    ['wider layers', make(1, [4]), /expected 'dense0\/kernel' of shape \[2,3\], got \[2,4\] .*another architecture/],
    ['fewer layers', make(1, []), /expected 'dense0\/kernel' of shape \[2,3\], got \[2,1\]/],
    ['more layers', make(1, [3, 1]), /expected .* got 'dense2\/kernel' too|expected 'dense1\/kernel'/],
  ])('%s is refused, and the model is left as it was', async (_, other, message) => {
    const model = make(2);
    const before = await read(model);
    await expect(load(model, tf.io.fromMemory(await saved(other)))).rejects.toThrow(message);
    expect(await read(model)).toEqual(before);
  });

  test('what tfjs itself saved is not one of ours', async () => {
    const layers = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
    let artifacts: tf.io.ModelArtifacts | undefined;
    await layers.save(
      tf.io.withSaveHandler(async (given) => {
        artifacts = given;
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
      }),
    );
    await expect(load(make(1), tf.io.fromMemory(artifacts!))).rejects.toThrow(/expected a model saved by latents, got/);
    const headless = { ...(await saved(make(1))), modelTopology: {} };
    await expect(load(make(1), tf.io.fromMemory(headless))).rejects.toThrow(/expected a model saved by latents/);
  });

  test('URLs without a handler, and handlers of one direction', async () => {
    await expect(save(make(1), 'nowhere://x')).rejects.toThrow(/got 0 handlers. In Node pass fileHandler/);
    await expect(load(make(1), 'nowhere://x')).rejects.toThrow(/got 0 handlers/);
    await expect(save(make(1), {})).rejects.toThrow(/expected a handler that can save/);
    await expect(load(make(1), {})).rejects.toThrow(/expected a handler that can load/);
  });

  test('what the handler throws is passed on', async () => {
    const full = tf.io.withSaveHandler(async () => {
      throw new Error('quota exceeded');
    });
    await expect(save(make(1), full)).rejects.toThrow('quota exceeded');
  });

  test('an integer variable is refused by name', async () => {
    const model = { config: { kind: 'map' }, variables: { count: tf.variable(tf.scalar(1, 'int32')) } };
    await expect(saved(model)).rejects.toThrow(/expected float32 variables, got 'count' of int32/);
  });
});

describe('assignVariables', () => {
  test.each([
    ['missing', (a: NamedArrays) => ({ 'dense0/kernel': a['dense0/kernel']! }), /expected 'dense0\/bias' .* got none/],
    ['one too many', (a: NamedArrays) => ({ ...a, extra: a['dense0/bias']! }), /got 'extra' too/],
    ['an inherited name', (a: NamedArrays) => ({ ...a, toString: a['dense0/bias']! }), /got 'toString' too/],
    [
      'numbers that do not fill the shape',
      (a: NamedArrays) => ({ ...a, 'dense1/bias': { shape: [1], data: new Float32Array(2) } }),
      /expected 'dense1\/bias' of shape \[1\], got \[1\] with 2 numbers/,
    ],
    [
      'an axis more',
      (a: NamedArrays) => ({ ...a, 'dense1/bias': { shape: [1, 1], data: new Float32Array(1) } }),
      /of shape \[1\], got \[1,1\]/,
    ],
  ])('%s: refused, and nothing is changed', async (_, spoil, message) => {
    const model = make(1);
    const before = await read(model);
    const other = await read(make(2));
    expect(() => assignVariables('here', model.variables, spoil(other))).toThrow(message);
    expect(await read(model)).toEqual(before);
  });

  test('takes other element types, and a copy', async () => {
    const variables = { w: tf.variable(tf.zeros([2])) };
    const doubles = Float64Array.of(0.1, 3);
    assignVariables('here', variables, { w: { shape: [2], data: doubles } });
    expect(variables.w.dataSync()).toEqual(Float32Array.of(0.1, 3));
    const floats = Float32Array.of(1, 2);
    assignVariables('here', variables, { w: { shape: [2], data: floats } });
    floats[0] = 9;
    expect(variables.w.dataSync()).toEqual(Float32Array.of(1, 2));
  });
});

test('readVariables gives copies: changing one leaves the model alone', async () => {
  const variables = { w: tf.variable(tf.ones([2])) };
  const state = await readVariables(variables);
  state['w']!.data[0] = 9;
  expect(variables.w.dataSync()).toEqual(Float32Array.of(1, 1));
});
