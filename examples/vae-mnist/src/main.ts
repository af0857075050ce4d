// A VAE on real digits: `pnpm start [--network mlp|conv] [--epochs 20] [--seed 0] [--mnist FOLDER] [--samples 5000]`.
// Ends with held-out figures in nats, the model in output/vae.safetensors, output/samples.png and output/curve.png.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  batches,
  createRng,
  fileStore,
  History,
  type NdArray,
  progressBar,
  save,
  takeRows,
  train,
} from '@latents/autoencoders';
import { tensorsOf } from '@latents/core';
import { dynamicBinarization } from '@latents/datasets';
import { imageGrid, plotPng } from '@latents/pictures';
import { useWasm } from '@latents/setup/wasm';
import { Adam } from '@latents/wasm';
import * as Plot from '@observablehq/plot';
import * as tf from '@tensorflow/tfjs';
import { digits } from './data.js';
import { heldOutElbo, heldOutLogLikelihood } from './evaluate.js';
import { NETWORKS } from './networks.js';

const { values } = parseArgs({
  // pnpm hands a separating `--` on to the program.
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: {
    network: { type: 'string', default: 'mlp' },
    epochs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '0' },
    mnist: { type: 'string' },
    samples: { type: 'string', default: '0' },
  },
});
if (!Object.hasOwn(NETWORKS, values.network)) {
  throw new RangeError(`--network: expected ${Object.keys(NETWORKS).join(' or ')}, got '${values.network}'.`);
}
const network = NETWORKS[values.network as keyof typeof NETWORKS];
const epochs = Number(values.epochs);
const seed = Number(values.seed);

const backend = await useWasm();
const { training, heldOut, name } = await digits(values.mnist, seed);
const rng = createRng(seed);
const vae = network.create(rng.split());
const data = batches(training, { size: 128, rng: rng.split(), transform: dynamicBinarization });
const steps = epochs * data.perEpoch;
console.error(`${name}; ${steps} steps on ${backend}`);

const history = new History();
const evaluations: { step: number; nats: number }[] = [];
const start = performance.now();
let evaluating = 0;
const readings = train(vae, data, { epochs, optimizer: new Adam({ learningRate: 1e-3 }), rng: rng.split() });
for await (const reading of progressBar(readings, { to: process.stderr })) {
  history.add(reading);
  if ((reading.step + 1) % data.perEpoch !== 0) continue;
  const before = performance.now();
  evaluations.push({ step: reading.step, nats: heldOutElbo(vae, heldOut, createRng(seed)) });
  evaluating += performance.now() - before;
}
const seconds = (performance.now() - start - evaluating) / 1000;
console.log(
  `held-out ELBO ${evaluations.at(-1)?.nats.toFixed(2)} nats; ${(1000 * seconds) / steps} ms a step, ${seconds} s`,
);

const samples = Number(values.samples);
if (samples > 0) {
  const subset = takeRows(
    heldOut,
    Uint32Array.from({ length: Math.min(1000, heldOut.shape[0]!) }, (_, i) => i),
  );
  const { mean, standardError } = heldOutLogLikelihood(vae, subset, samples, createRng(seed));
  console.log(
    `log p(x) of ${subset.shape[0]} held-out images, ${samples} importance samples: ${mean.toFixed(2)} nats, s.e. ${standardError.toFixed(2)}`,
  );
}

await mkdir('output', { recursive: true });
await save(vae, fileStore('output/vae.safetensors'));
await writeFile('output/samples.png', await grid(vae.generate(64, createRng(seed))));
const shown = tensorsOf(dynamicBinarization(takeRows(heldOut, [...Array(16).keys()]), createRng(seed)) as NdArray);
await writeFile('output/reconstructions.png', await grid(tf.concat([shown as tf.Tensor2D, vae.reconstruct(shown)])));
await writeFile(
  'output/curve.png',
  plotPng({
    x: { label: `step (VAE ${network.name}, ${name}, seed ${seed})` },
    y: { label: 'nats an example', grid: true, domain: [-200, -80] },
    color: { legend: false },
    marks: [
      Plot.lineY(history.series('encoder and decoder'), { x: '0', y: '1', stroke: '#bbb', clip: true }),
      Plot.lineY(evaluations, { x: 'step', y: 'nats', stroke: '#c33', marker: 'dot', clip: true }),
      Plot.text([evaluations.at(-1)!], { x: 'step', y: 'nats', text: () => 'held-out ELBO', dy: -14, dx: -30 }),
    ],
  }),
);
console.log('wrote output/vae.safetensors, output/samples.png, output/reconstructions.png, output/curve.png');

async function grid(images: tf.Tensor): Promise<Buffer> {
  return imageGrid(await images.data(), { imageShape: [28, 28], columns: 16 });
}
