// One step of WGAN-GP and of InfoGAN on 28 x 28 images, the convolutional networks of the InfoGAN paper at half the widths, batch 64:
// `fit` with `@latents/wasm`, and PyTorch on one thread. A step moves D and G (and Q) once each and reads all that `fit` reports.
// In `bench`: node [--experimental-wasm-relaxed-simd] --conditions=@latents/source --import tsx wasm/gan-steps.mjs [rounds]
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { mlp } from '@latents/core';
import {
  categoricalCode,
  dcganDiscriminator,
  dcganGenerator,
  Gan,
  gaussianNoise,
  gradientPenalty,
  InfoGan,
  uniformCode,
  wasserstein,
} from '@latents/gan';
import { createRng, ndArray } from '@latents/math';
import { batches, fit } from '@latents/training';
import { Adam, installTrainingKernels } from '@latents/wasm';
import { compare, report } from './measure.mjs';

const BATCH = 64;
const FILTERS = [32, 64];
const FEATURES = 512;
const rounds = Number(process.argv[2] ?? 15);
await tf.setBackend('wasm');

const rng = createRng(0);
const pixels = rng.fillUniform(new Float32Array(10 * BATCH * 784)).map((u) => 2 * u - 1);
const data = ndArray([10 * BATCH, 784], pixels);
const adam = () => ({ optimizer: new Adam({ learningRate: 2e-4, beta1: 0.5 }) });

function stepper(players) {
  const readings = fit(players, batches(data, { size: BATCH, rng: rng.split() }), {
    steps: Number.MAX_SAFE_INTEGER,
    rng: rng.split(),
  });
  return async () => {
    // One reading per player.
    for (const _ of players) await readings.next();
  };
}

function wganGp() {
  const gan = new Gan({
    generator: dcganGenerator({ latentDim: 62, filters: FILTERS, hidden: [512], rng }),
    discriminator: dcganDiscriminator({ filters: FILTERS, hidden: [FEATURES], rng }),
    noise: gaussianNoise(62),
  });
  const penalties = [gradientPenalty({ weight: 10 })];
  return gan.players({ objective: wasserstein(), discriminator: { ...adam(), penalties }, generator: adam() });
}

function infoGan() {
  const codes = { digit: categoricalCode(10), one: uniformCode(1), two: uniformCode(1) };
  const gan = new InfoGan({
    generator: dcganGenerator({ latentDim: 74, filters: FILTERS, hidden: [512], rng }),
    trunk: dcganDiscriminator({ filters: FILTERS, outputDim: FEATURES, batchNorm: true, rng }),
    discriminator: mlp({ inputDim: FEATURES, hidden: [], outputDim: 1, rng }),
    posterior: mlp({
      inputDim: FEATURES,
      hidden: [128],
      outputDim: Object.values(codes).reduce((sum, code) => sum + code.units, 0),
      activation: 'leakyRelu',
      batchNorm: true,
      rng,
    }),
    noise: gaussianNoise(62),
    codes,
  });
  return gan.players({ discriminator: adam(), generator: adam(), lambda: { digit: 1, one: 0.1, two: 0.1 } });
}

for (const [title, players, name] of [
  ['WGAN-GP', wganGp(), 'wgan-gp'],
  ['InfoGAN', infoGan(), 'info-gan'],
]) {
  const programs = {
    [`${title} and fit`]: { run: stepper(players), kernels: true },
    'PyTorch, one thread': { python: 'gan_steps.py', arguments: [name] },
  };
  const measured = await compare(programs, { perBlock: Math.ceil(rounds / 5), install: installTrainingKernels });
  report(`${title}, 28 x 28, batch ${BATCH}`, measured, `${title} and fit`);
}
