import { readModel } from '@latents/core';
import { boxNoise, categoricalCode, createGan, createInfoGan, gaussianNoise, uniformCode } from '@latents/gan';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const normalization = { loc: [1, -2], scale: [3, 0.5] };
const saved = async (model: { save(handler: tf.io.IOHandler): Promise<void> }) => {
  let kept: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      kept = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return readModel(tf.io.fromMemory(kept!));
};

it('a Gan: its weights, and a configuration that says how to make it again', async () => {
  const options = { dataDim: 2, hidden: [3], packing: 2, normalization };
  const gan = createGan({ ...options, noise: boxNoise(3), batchNorm: true, rng: createRng(0) });
  const { config, weights } = await saved(gan);
  expect(config).toEqual({
    kind: 'gan',
    noise: { kind: 'box', dimension: 3 },
    dataShape: [2],
    packing: 2,
    normalization,
    hidden: [3],
    activation: 'relu',
    outputActivation: 'linear',
    batchNorm: true,
    features: null,
  });
  const other = createGan({ ...options, noise: boxNoise(3), batchNorm: true, rng: createRng(1) });
  other.restore(weights);
  expect([...other.sample(4, createRng(2)).dataSync()]).toEqual([...gan.sample(4, createRng(2)).dataSync()]);
});

it('an InfoGan, its codes among it', async () => {
  const codes = { mode: categoricalCode(3), shift: uniformCode(2) };
  const make = (seed: number) =>
    createInfoGan({ dataDim: 2, hidden: [3], noise: gaussianNoise(1), codes, rng: createRng(seed) });
  const gan = make(0);
  const { config, weights } = await saved(gan);
  expect(config).toMatchObject({
    kind: 'info-gan',
    noise: { kind: 'gaussian', dimension: 1 },
    codes: {
      mode: { kind: 'categorical', dimension: 3, units: 3 },
      shift: { kind: 'uniform', dimension: 2, units: 4 },
    },
    dataShape: [2],
    normalization: null,
  });
  const other = make(1);
  other.restore(weights);
  const bound = (model: typeof gan) => tf.tidy(() => model.informationBound(20, createRng(3)).value.dataSync()[0]);
  expect(bound(other)).toBe(bound(gan));
});
