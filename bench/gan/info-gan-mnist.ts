// InfoGAN on MNIST (needs ../shared): a categorical code of 10 and two uniform codes, convolutional networks. How far the code is the
// digit, on the test set; what the bound says; and how good and various the digits are, by a small classifier trained here.
//   pnpm --filter @latents/bench run info-gan-mnist [--steps 5000] [--seed 0] [--filters 32,64] [--out FOLDER]
// The networks are those of the authors' program at half the widths; `--own-step trunk` gives Q an optimizer and a batch of its own.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { categoricalHead, conditional, gradientPlayer, mlp, tensorBound, tensorsOf } from '@latents/core';
import {
  categoricalCode,
  classCounts,
  dcganDiscriminator,
  dcganGenerator,
  frechetDistance,
  gaussianNoise,
  InfoGan,
  precisionRecall,
  uniformCode,
} from '@latents/gan';
import { createRng, type NdArray, ndArray, takeRows } from '@latents/math';
import { imageGrid } from '@latents/pictures';
import { useWasm } from '@latents/setup/wasm';
import { batches, fit, maximize } from '@latents/training';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { type Mnist, mnist } from '../shared.js';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '0' },
    filters: { type: 'string', default: '32,64' },
    features: { type: 'string', default: '512' },
    batch: { type: 'string', default: '64' },
    lambda: { type: 'string', default: '1' },
    noise: { type: 'string', default: '62' },
    // Widths of dense layers of G between the noise and the convolutions.
    hidden: { type: 'string', default: '512' },
    // What Q moves in a move of its own: 'trunk' (and head) or 'head'. Without it, Q moves with D.
    'own-step': { type: 'string' },
    // Whether D and Q are without batch normalisation.
    plain: { type: 'boolean', default: false },
    steps: { type: 'string', default: '5000' },
    every: { type: 'string', default: '250' },
    out: { type: 'string', default: 'output/info-gan' },
  },
});
if (![undefined, 'trunk', 'head'].includes(options['own-step']))
  throw new Error("--own-step: expected 'trunk' or 'head'.");
const number = (name: 'seed' | 'features' | 'batch' | 'lambda' | 'noise' | 'steps' | 'every') => Number(options[name]);
console.error(`${await useWasm()}; ${JSON.stringify(options)}`);
/** Pixels on [-1, 1], `[n, 784]`, and labels. */
const scaled = ({ x, y }: Mnist) => ({
  x: ndArray(
    x.shape,
    Float32Array.from(x.data, (v) => v / 127.5 - 1),
  ),
  y: ndArray([y.length], Int32Array.from(y)),
});
const digits = await mnist();
const [train, test] = [scaled(digits.train), scaled(digits.test)];
const rng = createRng(number('seed'));

// A classifier whose last hidden layer gives the features: it knows digits and nothing else.
const classifier = {
  body: mlp({ inputDim: 784, hidden: [128], outputDim: 32, outputActivation: 'relu', rng: rng.split() }),
  top: mlp({ inputDim: 32, hidden: [], outputDim: 10, rng: rng.split() }),
};
const label = conditional(classifier.top, categoricalHead(10));
const supervised = gradientPlayer<{ readonly x: NdArray; readonly y: NdArray }>({
  name: 'classifier',
  variables: Object.assign(
    {},
    ...Object.entries(classifier).map(([name, net]) =>
      Object.fromEntries(Object.entries(net.variables).map(([key, v]) => [`${name}/${key}`, v])),
    ),
  ),
  optimizer: new Adam({ learningRate: 1e-3 }),
  objective: ({ x, y }) =>
    maximize(
      tensorBound('exact', 'log p(y | x)', [
        { name: 'log-likelihood', nats: label.given(classifier.body.apply(x)).logProb(y).mean().asScalar(), weight: 1 },
      ]),
    ),
});
for await (const _ of fit(supervised, batches(train, { size: 100, rng: rng.split() }), {
  epochs: 3,
  rng: rng.split(),
}));

/** Of rows on [-1, 1], in pieces: features `[n, 32]` and labels. */
function classified(x: NdArray): { features: NdArray<Float64Array>; labels: number[] } {
  const features: number[] = [];
  const labels: number[] = [];
  const n = x.shape[0]!;
  for (let at = 0; at < n; at += 500) {
    const rows = Uint32Array.from({ length: Math.min(500, n - at) }, (_, i) => at + i);
    tf.tidy(() => {
      const h = classifier.body.apply(tensorsOf(takeRows(x, rows)) as tf.Tensor);
      features.push(...h.dataSync());
      labels.push(...classifier.top.apply(h).argMax(1).dataSync());
    });
  }
  return { features: ndArray([n, 32], Float64Array.from(features)), labels };
}
const real = classified(test.x);
const wrong = real.labels.filter((k, i) => k !== test.y.data[i]).length;
console.log(`classifier: error ${((100 * wrong) / 10_000).toFixed(2)} % on the test set`);

const codes = { digit: categoricalCode(10), one: uniformCode(1), two: uniformCode(1) };
const noise = gaussianNoise(number('noise'));
const widths = (list: string) => list.split(',').filter(Boolean).map(Number);
const filters = widths(options.filters);
const hidden = widths(options.hidden);
const batchNorm = !options.plain;
const units = Object.values(codes).reduce((sum, code) => sum + code.units, 0);
const gan = new InfoGan({
  generator: dcganGenerator({ latentDim: noise.dimension + 12, filters, hidden, rng: rng.split() }),
  trunk: dcganDiscriminator({ filters, outputDim: number('features'), batchNorm, rng: rng.split() }),
  discriminator: mlp({ inputDim: number('features'), hidden: [], outputDim: 1, rng: rng.split() }),
  posterior: mlp({
    inputDim: number('features'),
    hidden: [128],
    outputDim: units,
    activation: 'leakyRelu',
    batchNorm,
    rng: rng.split(),
  }),
  noise,
  codes,
});
const parameters = Object.values(gan.parameters).reduce((sum, { size }) => sum + size, 0);
const adam = (learningRate: number) => new Adam({ learningRate, beta1: 0.5 });
const players = gan.players({
  discriminator: { optimizer: adam(2e-4) },
  generator: { optimizer: adam(1e-3) },
  ...(options['own-step'] && {
    posterior: { optimizer: adam(2e-4), movesTrunk: options['own-step'] === 'trunk' },
  }),
  lambda: { digit: number('lambda'), one: number('lambda') / 10, two: number('lambda') / 10 },
});
console.log(`${parameters} parameters; ceiling ${gan.ceiling().codes['digit']!.toFixed(4)} nats for the digit`);

/** How far the code of a test image is its digit, if each value of the code is named by the digit that it is most often. */
function codeError(): number {
  const table = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  for (let at = 0; at < 10_000; at += 500) {
    const rows = Uint32Array.from({ length: 500 }, (_, i) => at + i);
    tf.tidy(() => {
      const q = gan.infer(tensorsOf(takeRows(test.x, rows)) as tf.Tensor)['digit']!;
      [...(q.mean() as tf.Tensor).argMax(1).dataSync()].forEach((code, i) => {
        table[code]![test.y.data[at + i]!]!++;
      });
    });
  }
  return 1 - table.reduce((sum, row) => sum + Math.max(...row), 0) / 10_000;
}

/** How far G shows one digit a code: the share of G's images that the classifier takes for the digit most frequent under their code. */
function purity(): number {
  let agreed = 0;
  for (let value = 0; value < 10; value++) {
    const code = tf.oneHot(tf.fill([200], value, 'int32'), 10).toFloat() as tf.Tensor2D;
    const images = gan.sample(200, createRng(50 + value), { digit: code });
    const counts = new Array<number>(10).fill(0);
    for (const k of classified(ndArray([200, 784], images.dataSync() as Float32Array)).labels) counts[k]!++;
    agreed += Math.max(...counts);
    tf.dispose([code, images]);
  }
  return agreed / 2000;
}

async function report(step: number): Promise<void> {
  const terms = tf.tidy(() =>
    gan
      .informationBound(1000, createRng(1))
      .terms.map(({ name, nats }) => `${name} >= ${nats.dataSync()[0]!.toFixed(3)}`),
  );
  const made = new Float32Array(2000 * 784);
  for (let i = 0; i < 5; i++) {
    const images = gan.sample(400, createRng(2 + i));
    made.set(images.dataSync(), i * 400 * 784);
    images.dispose();
  }
  const fake = classified(ndArray([2000, 784], made));
  const part = { features: ndArray([2000, 32], real.features.data.slice(0, 2000 * 32)) };
  const { precision, recall } = precisionRecall(part.features, fake.features);
  const { modes, reverseKl } = classCounts(fake.labels, 10);
  console.log(
    `step ${step}, ${((performance.now() - started) / 1000).toFixed(0)} s: error of the code ${(100 * codeError()).toFixed(2)} %, of G's own images ${(100 * purity()).toFixed(1)} % of the digit of their code; ${terms.join(', ')} nats; ` +
      `Frechet distance of the classifier's features ${frechetDistance(real.features, fake.features).toFixed(2)}, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, ${modes} of 10 classes, reverse KL ${reverseKl.toFixed(3)}`,
  );
  await mkdir(options.out, { recursive: true });
  for (const code of Object.keys(codes)) {
    const { images, columns } = gan.traverse({ code, rows: 10, rng: createRng(3) });
    const pixels = Float32Array.from(await images.data(), (v) => (v + 1) / 2);
    images.dispose();
    await writeFile(`${options.out}/${code}.png`, imageGrid(pixels, { imageShape: [28, 28], columns }));
  }
}

const data = batches(train.x, { size: number('batch'), rng: rng.split(), last: 'drop' });
const started = performance.now();
for await (const { step, endsStep } of fit(players, data, { steps: number('steps'), rng: rng.split() })) {
  const taken = step + 1;
  if (endsStep && (taken % number('every') === 0 || taken === number('steps'))) await report(taken);
}
