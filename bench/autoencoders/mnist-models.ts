// Autoencoders and VAEs with each kind of posterior and prior, on MNIST 60,000 / 10,000 binarised anew at each sight: what each reaches in
// the same epochs. Needs ../shared.
//   pnpm --filter @latents/bench run mnist-models [--models diagonal,vamp] [--epochs 10] [--seed 0] [--out FOLDER]
// One line of JSON a model; FOLDER gets a picture of each: digits, what is shown of them, reconstructions, and samples of what has a prior.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  type Autoencoder,
  type Corruption,
  createAutoencoder,
  createVae,
  gaussianCorruption,
  linearProbe,
  maskingCorruption,
  type PosteriorOption,
  saltAndPepperCorruption,
  type VaeOptions,
} from '@latents/autoencoders';
import { logisticRegression } from '@latents/classifiers';
import { tensorsOf } from '@latents/core';
import { dynamicBinarization } from '@latents/datasets';
import { createRng, type NdArray, type Rng, takeRows } from '@latents/math';
import { imageGrid } from '@latents/pictures';
import { useWasm } from '@latents/setup/wasm';
import { batches, fit, type Player } from '@latents/training';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { type Mnist, mnist } from '../shared.js';

const VAES: Readonly<Record<string, Partial<VaeOptions<PosteriorOption>>>> = {
  diagonal: {},
  full: { posterior: 'full' },
  realNvp: { posterior: { realNvp: 4 } },
  'realNvp of x': { posterior: { realNvp: 4, context: 32 } },
  inverseAutoregressive: { posterior: { inverseAutoregressive: 4 } },
  'inverseAutoregressive of x': { posterior: { inverseAutoregressive: 4, context: 32 } },
  planar: { posterior: { planar: 10 } },
  'planar of x': { posterior: { planar: 10, context: 32 } },
  learned: { prior: 'learned' },
  mixture: { prior: { mixture: 50 } },
  vamp: { prior: { vamp: 50 } },
};
const AUTOENCODERS: Readonly<Record<string, Corruption | undefined>> = {
  basic: undefined,
  masking: maskingCorruption(0.5),
  'salt and pepper': saltAndPepperCorruption(0.3),
  gaussian: gaussianCorruption(0.5),
};

const { values: options } = parseArgs({
  options: {
    models: { type: 'string', default: [...Object.keys(AUTOENCODERS), ...Object.keys(VAES)].join() },
    epochs: { type: 'string', default: '10' },
    seed: { type: 'string', default: '0' },
    samples: { type: 'string', default: '500' },
    out: { type: 'string', default: 'output/mnist-models' },
  },
});
console.error(`${await useWasm()}; ${JSON.stringify(options)}`);
const { train, test } = await mnist();
const SHAPE = { inputDim: 784, latentDim: 20, hidden: [200] } as const;
await mkdir(options.out, { recursive: true });

for (const name of options.models.split(',')) {
  const rng = createRng(Number(options.seed));
  const model = make(name, rng.split());
  const start = performance.now();
  await trained(model.players({ optimizer: new Adam({ learningRate: 1e-3 }) }), rng);
  const minutes = (performance.now() - start) / 60_000;
  const found = 'corrupt' in model ? ofAutoencoder(model) : ofVae(model);
  const probe = linearProbe(
    coded(model, train, 5000),
    coded(model, test, 5000),
    (data) => logisticRegression(data, { l2: 1 }).classifier,
  );
  const parameters = Object.values(model.parameters).reduce((sum, { size }) => sum + size, 0);
  console.log(
    JSON.stringify({
      model: name,
      epochs: Number(options.epochs),
      ...found,
      probe: probe.accuracy,
      parameters,
      minutes,
    }),
  );
  await writeFile(`${options.out}/${name.replaceAll(' ', '-')}.png`, picture(model));
  model.dispose();
}

type Model = Autoencoder | ReturnType<typeof makeVae>;

function make(name: string, rng: Rng): Model {
  if (name in AUTOENCODERS) {
    const corruption = AUTOENCODERS[name];
    return createAutoencoder({ ...SHAPE, ...(corruption && { corruption }), rng });
  }
  if (name in VAES) return makeVae(VAES[name]!, rng);
  throw new Error(`--models: expected some of ${Object.keys({ ...AUTOENCODERS, ...VAES })}, got '${name}'.`);
}

function makeVae(parts: Partial<VaeOptions<PosteriorOption>>, rng: Rng) {
  return createVae<PosteriorOption>({ ...SHAPE, ...parts, rng });
}

async function trained(players: readonly Player<NdArray>[], rng: Rng): Promise<void> {
  const data = batches(train.x, { size: 128, rng: rng.split(), transform: dynamicBinarization });
  for await (const _ of fit(players, data, { epochs: Number(options.epochs), rng: rng.split() }));
}

/** Of log-probabilities of test images: the mean and its standard error over images. */
function scored(count: number, size: number, log: (x: tf.Tensor, rng: Rng) => tf.Tensor) {
  const rng = createRng(1);
  const values: number[] = [];
  for (let at = 0; at < count; at += size) {
    const rows = takeRows(
      test.x,
      Uint32Array.from({ length: size }, (_, i) => at + i),
    );
    values.push(...tf.tidy(() => log(tensorsOf(dynamicBinarization(rows, rng)) as tf.Tensor, rng).dataSync()));
  }
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

function ofVae(vae: ReturnType<typeof makeVae>) {
  const elbo = scored(10_000, 500, (x, rng) => vae.logLikelihood(x, { samples: 1, rng }));
  const logP = scored(1000, 50, (x, rng) => vae.logLikelihood(x, { samples: Number(options.samples), rng }));
  return { elbo: elbo.mean, logP: logP.mean, logPError: logP.error };
}

/** log P(x | code) of the clean image, from the image itself and from what the model is shown in training. */
function ofAutoencoder(model: Autoencoder) {
  return {
    clean: scored(10_000, 500, (x) => model.reconstructionLogProb(x).value).mean,
    ...(model.corruption && {
      corrupted: scored(10_000, 500, (x, rng) => model.reconstructionLogProb(x, rng).value).mean,
    }),
  };
}

function coded(model: Model, { x, y }: Mnist, count: number) {
  const rows = Uint32Array.from({ length: count }, (_, i) => i);
  const codes = tf.tidy(() => {
    const bits = tensorsOf(dynamicBinarization(takeRows(x, rows), createRng(2))) as tf.Tensor;
    return model.encode(bits);
  });
  return { codes, labels: [...y.subarray(0, count)] };
}

function picture(model: Model): Buffer {
  const columns = 16;
  const pixels = tf.tidy(() => {
    const rows = takeRows(
      test.x,
      Uint32Array.from({ length: columns }, (_, i) => i),
    );
    const x = tensorsOf(dynamicBinarization(rows, createRng(3))) as tf.Tensor2D;
    const corrupted = 'corrupt' in model && model.corruption ? [model.corrupt(x, createRng(4))] : [];
    const last = 'denoise' in model && corrupted[0] ? model.denoise(corrupted[0]) : model.decode(model.encode(x));
    const made = 'generate' in model ? [model.generate(4 * columns, createRng(5))] : [];
    return Float32Array.from(
      tf
        .concat([x, ...corrupted, last, ...made], 0)
        .clipByValue(0, 1)
        .dataSync(),
    );
  });
  return imageGrid(pixels, { imageShape: [28, 28], columns });
}
