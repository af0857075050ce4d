// The network of Burda, Grosse & Salakhutdinov (2015), one stochastic layer: 784-200-200-50, tanh, on MNIST 60,000 / 10,000,
// binarised anew each time an image is seen. Needs ../shared.
//   pnpm --filter @latents/bench run mnist-50 [--epochs 100] [--importance 5] [--seed 0] [--evaluate 10] [--out FOLDER]
// A long run goes in slices: with `--slice 10` it stops after 10 minutes of training, at the end of an epoch, and the same command
// goes on from FOLDER's checkpoint, to the numbers of a run never stopped.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createVae } from '@latents/autoencoders';
import { tensorsOf } from '@latents/core';
import { dynamicBinarization } from '@latents/datasets';
import { createRng, type NdArray, type Rng, takeRows } from '@latents/math';
import { useWasm } from '@latents/setup/wasm';
import { batches, checkpoint, fileStore, fit, resume, save } from '@latents/training';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { mnist } from '../shared.js';

const { values: options } = parseArgs({
  options: {
    epochs: { type: 'string', default: '100' },
    importance: { type: 'string', default: '1' },
    seed: { type: 'string', default: '0' },
    evaluate: { type: 'string', default: '10' },
    samples: { type: 'string', default: '5000' },
    slice: { type: 'string', default: 'Infinity' },
    out: { type: 'string', default: 'output/mnist-50' },
  },
});
const number = (name: keyof typeof options) => Number(options[name]);

console.error(`${await useWasm()}; ${JSON.stringify(options)}`);
const {
  train: { x: train },
  test: { x: test },
} = await mnist();
const rng = createRng(number('seed'));
const vae = createVae({ inputDim: 784, latentDim: 50, hidden: [200, 200], activation: 'tanh', rng: rng.split() });
setOutputBias(train);
const optimizer = new Adam({ learningRate: 1e-3, epsilon: 1e-4 });
const importance = number('importance');
const epochs = number('epochs');
const data = batches(train, { size: 100, rng: rng.split(), transform: dynamicBinarization });
const players = vae.players({
  optimizer,
  learningRate: (step) => {
    const progress = Math.floor(step / data.perEpoch) / epochs;
    return progress >= 0.85 ? 1e-4 : progress >= 0.6 ? 3e-4 : 1e-3;
  },
  ...(importance > 1 && {
    objective: (x, rng) => vae.importanceWeightedBound(x, { samples: importance, rng, training: true }),
  }),
});
const first1000 = takeRows(
  test,
  Uint32Array.from({ length: 1000 }, (_, i) => i),
);

await mkdir(options.out, { recursive: true });
const store = fileStore(`${options.out}/checkpoint.safetensors`);
const from = await resume({ store, model: vae, players });
const fitRng = from?.rng ?? rng.split();
const curve: { epoch: number; minutes: number; elbo: number; iw100: number }[] = [];
let training = 0;
if (from !== undefined) {
  const log = JSON.parse(await readFile(`${options.out}/curve.json`, 'utf8')) as {
    training: number;
    curve: typeof curve;
  };
  training = log.training;
  curve.push(...log.curve);
  console.log(`resumed after epoch ${from.step / data.perEpoch}`);
}

const readings = fit(players, data, { epochs, rng: fitRng, startAt: from?.step ?? 0 });
const saved = checkpoint(readings, { store, every: data.perEpoch, model: vae, players, rng: fitRng });
const begun = training;
let since = performance.now();
let stopped = false;
for await (const { step } of saved) {
  if ((step + 1) % data.perEpoch !== 0) continue;
  const epoch = (step + 1) / data.perEpoch;
  training += performance.now() - since;
  if (epoch % number('evaluate') === 0 || epoch === epochs) {
    const row = {
      epoch,
      minutes: training / 60_000,
      elbo: mean(score(test, 500, (x, rng) => vae.logLikelihood(x, { samples: 1, rng }))),
      iw100: mean(score(first1000, 50, (x, rng) => vae.logLikelihood(x, { samples: 100, rng }))),
    };
    curve.push(row);
    console.log(
      `epoch ${epoch}: ${row.minutes.toFixed(1)} min, test ELBO ${row.elbo.toFixed(2)}, 100 samples ${row.iw100.toFixed(2)}`,
    );
  }
  await writeFile(`${options.out}/curve.json`, JSON.stringify({ training, curve }));
  stopped = epoch < epochs && training - begun >= 60_000 * number('slice');
  if (stopped) {
    console.log(`stopped after epoch ${epoch}, ${(training / 60_000).toFixed(1)} min; the same command goes on`);
    break;
  }
  since = performance.now();
}
if (stopped) process.exit(0);
console.log(`${(training / (epochs * data.perEpoch)).toFixed(1)} ms a step`);
await save(vae, fileStore(`${options.out}/model.safetensors`));
const logP = score(first1000, 20, (x, rng) => vae.logLikelihood(x, { samples: number('samples'), rng }));
const deviation = Math.sqrt(mean(logP.map((v) => (v - mean(logP)) ** 2)) / (logP.length - 1));
console.log(
  `log p(x), ${number('samples')} samples, 1,000 test images: ${mean(logP).toFixed(2)} (s.e. ${deviation.toFixed(2)})`,
);

/** The output's bias starts at the log-odds of each pixel, as it does in the peer. */
function setOutputBias({ shape: [n], data }: NdArray<Uint8Array>): void {
  const mean = new Float64Array(784);
  for (let i = 0; i < data.length; i++) mean[i % 784]! += data[i]! / 255 / n!;
  const biases = Object.entries(vae.parameters).filter(
    ([name, { shape }]) => /^decoder/.test(name) && `${shape}` === '784',
  );
  if (biases.length !== 1) throw new Error(`Expected one bias of 784, got ${biases.map(([name]) => name)}.`);
  tf.tidy(() => {
    const logOdds = mean.map((p) => {
      const inside = Math.min(Math.max(p, 1e-3), 1 - 1e-3);
      return Math.log(inside) - Math.log1p(-inside);
    });
    biases[0]![1].assign(tf.tensor1d(Float32Array.from(logOdds)));
  });
}

/** Of each image: binarised by a stream of its own, the same at each call. */
function score(set: NdArray<Uint8Array>, size: number, logP: (x: tf.Tensor, rng: Rng) => tf.Tensor): number[] {
  const rng = createRng(1);
  const values: number[] = [];
  for (let at = 0; at < set.shape[0]!; at += size) {
    const rows = takeRows(
      set,
      Uint32Array.from({ length: size }, (_, i) => at + i),
    );
    values.push(...tf.tidy(() => logP(tensorsOf(dynamicBinarization(rows, rng)), rng).dataSync()));
  }
  return values;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
