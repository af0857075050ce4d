// The information plane of a small tanh network over training, by binning and by noise: `pnpm run plane [--steps 6000] [--seed 0]`.
// The task is of the kind of Shwartz-Ziv & Tishby 2017: all 4,096 inputs of 12 bits, a label that a weighted vote of them decides with
// some noise. Writes output/plane.png. What moves in it is geometry: see the caveats of `binnedPlane` and `noisyPlane`.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { categoricalHead, conditional, gradientPlayer, mlp, type Network, prefixed, tensorBound } from '@latents/core';
import { binnedPlane, InformationPlane, noisyPlane } from '@latents/infotheory';
import { createRng, ndArray, takeRows } from '@latents/math';
import { plotPng } from '@latents/pictures';
import { useWasm } from '@latents/setup/wasm';
import { batches, fit, minimize, type Reading } from '@latents/training';
import { Adam } from '@latents/wasm';
import * as Plot from '@observablehq/plot';
import type * as tf from '@tensorflow/tfjs';

const BITS = 12;
const WIDTHS = [10, 7, 5, 4, 3];

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: { steps: { type: 'string', default: '6000' }, seed: { type: 'string', default: '0' } },
});
const steps = Number(values.steps);
console.error(await useWasm());
const rng = createRng(Number(values.seed));

const n = 2 ** BITS;
const votes = Array.from({ length: BITS }, () => rng.normal());
const inputs = new Float32Array(n * BITS);
const labels = new Int32Array(n);
for (let i = 0; i < n; i++) {
  let vote = 0;
  for (let b = 0; b < BITS; b++) {
    const bit = (i >> b) & 1 ? 1 : -1;
    inputs[i * BITS + b] = bit;
    vote += bit * votes[b]!;
  }
  labels[i] = Number(vote + 0.3 * rng.normal() > 0);
}
const x = ndArray([n, BITS], inputs);
// The planes look at every fourth input: the noise needs all pairs.
const seen = Array.from({ length: n / 4 }, (_, i) => 4 * i + rng.integer(4));

const dense: Network[] = WIDTHS.map((width, i) =>
  mlp({ inputDim: i === 0 ? BITS : WIDTHS[i - 1]!, hidden: [], outputDim: width, rng }),
);
const layers = dense.map((network, i) => ({
  name: `layer ${i + 1} (${WIDTHS[i]})`,
  apply: (t: tf.Tensor) => network.apply(t).tanh(),
}));
const readout = conditional(mlp({ inputDim: WIDTHS.at(-1)!, hidden: [], outputDim: 2, rng }), categoricalHead(2));
const variables = Object.assign(
  prefixed('readout', readout.variables),
  ...dense.map((network, i) => prefixed(`layer${i + 1}`, network.variables)),
);
const step = gradientPlayer<{ x: typeof x; y: ReturnType<typeof ndArray> }>({
  name: 'network',
  variables,
  optimizer: new Adam({ learningRate: 2e-3 }),
  objective: (batch) => {
    const last = layers.reduce((t, layer) => layer.apply(t), batch.x);
    const nats = readout.given(last).logProb(batch.y).mean().neg().asScalar();
    return minimize(tensorBound('upper', 'H(Y|X)', [{ name: 'y given x', nats, weight: 1 }]));
  },
});

const planes = [binnedPlane({ width: 0.07 }), noisyPlane({ deviation: 0.1 })].map(
  (method) => new InformationPlane({ layers, x: takeRows(x, seen), labels: seen.map((i) => labels[i]!), method }),
);
// Forty measurements, evenly spaced in the logarithm of the step.
const after = new Set(Array.from({ length: 40 }, (_, k) => Math.round(steps ** (k / 39))));
const data = batches({ x, y: ndArray([n], labels) }, { size: 256, rng: rng.split() });
let run: AsyncGenerator<Reading, void, undefined> = fit(step, data, { steps, rng: rng.split() });
for (const plane of planes) run = plane.record(run, (taken) => after.has(taken));
let latest = Number.NaN;
for await (const { nats } of run) latest = nats;
console.log(`H(Y | X) of the last batch: ${latest.toFixed(4)} nats after ${steps} steps`);

const points = planes.flatMap(({ readings }) =>
  readings.map(({ step: taken, layer, method, rate, relevance }) => ({
    layer,
    method,
    step: taken + 1,
    rate: rate.estimate,
    relevance: relevance.estimate,
  })),
);
for (const { layer, method, rate, relevance } of points.filter((point) => point.step === steps + 1)) {
  console.log(`${method}, ${layer}: I(X; T) ${rate.toFixed(3)}, I(Y; T) ${relevance.toFixed(3)} nats`);
}
await mkdir('output', { recursive: true });
await writeFile(
  'output/plane.png',
  plotPng({
    width: 860,
    height: 420,
    marginTop: 40,
    inset: 14,
    fx: { label: null },
    x: { label: 'nats of I(X; T)', grid: true },
    y: { label: 'nats of I(Y; T)', grid: true },
    color: { type: 'log', scheme: 'viridis', label: 'steps taken + 1', legend: false },
    marks: [
      Plot.line(points, { fx: 'method', x: 'rate', y: 'relevance', z: 'layer', stroke: '#ddd' }),
      Plot.dot(points, { fx: 'method', x: 'rate', y: 'relevance', fill: 'step', r: 2.5 }),
      ...[-11, 12].map((dy, side) =>
        Plot.text(
          points.filter((point) => point.step === steps + 1 && Number(point.layer.split(' ')[1]) % 2 === side),
          {
            fx: 'method',
            x: 'rate',
            y: 'relevance',
            text: (point: { layer: string }) => point.layer.split(' ')[1]!,
            dy,
          },
        ),
      ),
      Plot.text([`numbers: layers; dark: before training; yellow: after ${steps} steps`], {
        fx: () => planes[0]!.readings[0]!.method,
        frameAnchor: 'bottom-left',
        text: (caption: string) => caption,
        dx: 8,
        dy: -8,
      }),
      Plot.frame({ stroke: '#ccc' }),
    ],
  }),
);
console.log('wrote output/plane.png');
