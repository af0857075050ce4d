// The deep bottleneck of Alemi et al. (784-512-512, a code of 256 dimensions; the paper: 1024-1024) on MNIST over its price of a nat:
// `pnpm run bottleneck [--betas 1e-5,1e-4,1e-3,1e-2,1e-1] [--epochs 6] [--seed 0]`. Each beta adds a line to output/bottleneck.json,
// and output/bottleneck.png shows all of them in the information plane.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Categorical, tensorsOf } from '@latents/core';
import {
  batches,
  createDeepBottleneck,
  createRng,
  type DeepBottleneck,
  entropy,
  fit,
  progressBar,
  type Rng,
  takeRows,
} from '@latents/infotheory';
import { plotPng } from '@latents/pictures';
import { useWasm } from '@latents/setup/wasm';
import { cosineDecay } from '@latents/training';
import { Adam } from '@latents/wasm';
import * as Plot from '@observablehq/plot';
import * as tf from '@tensorflow/tfjs';
import { type Digits, mnist, scaled } from './mnist.js';

interface Result {
  readonly beta: number;
  readonly epochs: number;
  readonly seed: number;
  readonly errorPercent: number;
  readonly rate: number;
  readonly rateStandardError: number;
  readonly relevance: number;
  readonly relevanceStandardError: number;
  readonly seconds: number;
}

const CODE = 256;
const DRAWS = 12;

async function run(beta: number, epochs: number, seed: number, train: Digits, test: Digits): Promise<Result> {
  const rng = createRng(seed);
  const model = createDeepBottleneck({
    inputDim: 784,
    codeDim: CODE,
    hidden: [512, 512],
    target: { categorical: 10 },
    rng: rng.split(),
  });
  const data = batches(train, { size: 100, rng: rng.split(), transform: scaled });
  const steps = epochs * data.perEpoch;
  const optimizer = new Adam({ learningRate: 1e-3 });
  const learningRate = cosineDecay({ from: 1e-3, to: 0, steps });
  const start = performance.now();
  const readings = fit(model.players({ optimizer, learningRate, beta }), data, { epochs, rng: rng.split() });
  for await (const _ of progressBar(readings, { steps, to: process.stderr }));
  const seconds = (performance.now() - start) / 1000;
  const held = scaled(test);
  const counts = new Float64Array(10);
  for (const label of test.y.data) counts[label]! += 1 / test.y.data.length;
  const result = model.evaluate(held, { entropyY: entropy({ shape: [10], data: counts }), rng: rng.split() });
  const errorPercent = 100 * testError(model, held, rng.split());
  model.dispose();
  optimizer.dispose();
  return {
    beta,
    epochs,
    seed,
    errorPercent,
    rate: result.rate.value,
    rateStandardError: result.rateStandardError,
    relevance: result.relevance.value,
    relevanceStandardError: result.relevanceStandardError,
    seconds,
  };
}

/** The share of digits whose likeliest label, by the mean Q(y | z) of 12 codes as in the paper, is wrong. */
function testError(model: DeepBottleneck, { x, y }: Digits, rng: Rng): number {
  const n = y.data.length;
  let wrong = 0;
  for (let from = 0; from < n; from += 500) {
    const rows = Array.from({ length: Math.min(500, n - from) }, (_, i) => from + i);
    const guesses = tf.tidy(() => {
      const codes = model.encoder.given(tensorsOf(takeRows(x, rows))).sample(rng, [DRAWS]);
      return (model.decoder.given(codes) as Categorical).logProbabilities().exp().mean(0).argMax(-1).dataSync();
    });
    for (const [i, row] of rows.entries()) wrong += Number(guesses[i] !== y.data[row]);
  }
  return wrong / n;
}

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: {
    betas: { type: 'string', default: '1e-5,1e-4,1e-3,1e-2,1e-1' },
    epochs: { type: 'string', default: '6' },
    seed: { type: 'string', default: '0' },
  },
});
const train = await mnist('train');
const test = await mnist('t10k');
if (train && test) {
  console.error(await useWasm());
  await mkdir('output', { recursive: true });
  const file = 'output/bottleneck.json';
  let results: Result[] = JSON.parse(await readFile(file, 'utf8').catch(() => '[]'));
  for (const beta of values.betas.split(',').map(Number)) {
    const result = await run(beta, Number(values.epochs), Number(values.seed), train, test);
    console.log(JSON.stringify(result));
    results = [...results.filter((other) => other.beta !== beta), result].sort((a, b) => a.beta - b.beta);
    await writeFile(file, `${JSON.stringify(results, undefined, 1)}\n`);
  }
  const label = ({ beta, errorPercent }: Result) => `β = ${beta}: ${errorPercent.toFixed(2)} % wrong`;
  await writeFile(
    'output/bottleneck.png',
    plotPng({
      width: 720,
      height: 420,
      marginRight: 150,
      x: { type: 'log', label: 'nats of I(Z; X), at most (10,000 test digits)', grid: true },
      y: {
        label: 'nats of I(Z; Y), at least',
        grid: true,
        domain: [Math.min(2, ...results.map((r) => r.relevance)) - 0.05, 2.35],
      },
      marks: [
        Plot.ruleY([Math.log(10)], { stroke: '#999', strokeDasharray: '4 3' }),
        Plot.text([0], { frameAnchor: 'top-left', text: () => 'log 10', dy: 2, dx: 4, fill: '#777' }),
        Plot.line(results, { x: 'rate', y: 'relevance', stroke: '#bbb' }),
        Plot.dot(results, { x: 'rate', y: 'relevance', fill: '#c33', r: 4 }),
        Plot.text(results, { x: 'rate', y: 'relevance', text: label, textAnchor: 'start', dx: 4, dy: 14 }),
      ],
    }),
  );
  console.log('wrote output/bottleneck.json and output/bottleneck.png');
}
