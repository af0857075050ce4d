// VRNN on the JSB chorales (needs ../shared): trains with early stopping on the validation set, then scores the test set.
//   pnpm --filter @latents/bench run jsb [--epochs 200] [--seed 0] [--units 64] [--crop 48] [--transpose 5] ...
// --warmup 10: the rate's weight rises from 0 to 1 over 10 epochs; --free 0.5: free bits, in nats per step; --hidden 16: a weaker decoder.
// --particles 5: trains on the particle filter's bound instead of the ELBO, and stops early by it.
// --anneal: the learning rate falls to 0.3 of itself from 60 % of the epochs and to 0.1 from 85 %.
// Like for like with the published figures (independent keys, no transposition): --bits 0 --cell lstm --units 32 --latent 32
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { tensorsOf } from '@latents/core';
import { parsePianoRolls } from '@latents/datasets';
import { pianoRollToMidi } from '@latents/datasets/midi';
import { createRng, type NamedArrays, ndArray, type Rng, takeRows } from '@latents/math';
import { useWasm } from '@latents/setup/wasm';
import { batches, earlyStopping, fit, readParameters } from '@latents/training';
import { type CellKind, createVrnn, type Sequences, type Vrnn, type VrnnPlayersOptions } from '@latents/vrnn';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { sharedOrExit } from '../shared.js';

const { values: options } = parseArgs({
  options: {
    epochs: { type: 'string', default: '200' },
    patience: { type: 'string', default: '15' },
    seed: { type: 'string', default: '0' },
    cell: { type: 'string', default: 'gru' },
    units: { type: 'string', default: '64' },
    latent: { type: 'string', default: '16' },
    bits: { type: 'string', default: '88' },
    rate: { type: 'string', default: '0.003' },
    decay: { type: 'string', default: '0' },
    prior: { type: 'string', default: 'conditional' },
    posterior: { type: 'string', default: 'filtering' },
    transpose: { type: 'string', default: '0' },
    crop: { type: 'string', default: '0' },
    samples: { type: 'string', default: '0' },
    warmup: { type: 'string', default: '0' },
    free: { type: 'string', default: '0' },
    particles: { type: 'string', default: '0' },
    anneal: { type: 'boolean', default: false },
    hidden: { type: 'string', default: '' },
    out: { type: 'string', default: 'output/jsb' },
  },
});
const path = sharedOrExit('data/jsb_chorales/jsb-quarter.json.gz');
const number = (name: Exclude<keyof typeof options, 'anneal'>) => Number(options[name]);

console.error(`backend: ${await useWasm()}`);
const { train, validation: valid, test } = await parsePianoRolls(new Uint8Array(await readFile(path)));
const asSequences = ({ rolls, lengths }: typeof train): Sequences => ({ x: rolls, lengths });
const rng = createRng(number('seed'));
const vrnn = createVrnn({
  inputDim: 88,
  latentDim: number('latent'),
  units: number('units'),
  cell: options.cell as CellKind,
  emission: number('bits') > 0 ? { autoregressive: { hidden: number('bits') } } : 'bernoulli',
  prior: options.prior as 'conditional' | 'standard',
  posterior: options.posterior as 'filtering' | 'smoothing',
  ...(options.hidden && { hidden: options.hidden.split(',').map(Number) }),
  rng: rng.split(),
});
const parameters = Object.values(vrnn.parameters).reduce((sum, variable) => sum + variable.size, 0);
console.error(`${parameters} parameters; ${JSON.stringify(options)}`);

/**
 * Cuts the padding that no sequence of the batch needs. In training also cuts a random window of `crop` steps out of longer
 * sequences, and moves each up or down by up to `transpose` semitones.
 */
function prepared({ x, lengths }: Sequences, random?: Rng): Sequences {
  const [count, full] = [x.shape[0]!, x.shape[1]!];
  const [crop, shift] = random ? [number('crop') || full, number('transpose')] : [full, 0];
  const kept = Int32Array.from(lengths.data, (length) => Math.min(length, crop));
  const steps = Math.max(...kept);
  const cut = new Uint8Array(count * steps * 88);
  for (let i = 0; i < count; i++) {
    const from = kept[i]! < lengths.data[i]! ? random!.integer(lengths.data[i]! - kept[i]! + 1) : 0;
    const by = shift > 0 ? random!.integer(2 * shift + 1) - shift : 0;
    for (let j = 0; j < kept[i]! * 88; j++) {
      const key = (j % 88) + by;
      if (x.data[(i * full + from) * 88 + j] && key >= 0 && key < 88) cut[i * steps * 88 + j + by] = 1;
    }
  }
  return { x: ndArray([count, steps, 88], cut), lengths: ndArray([count], kept) };
}

/** A bound in nats per step over a whole set: the sum over sequences, divided by the number of steps. */
function perStep(data: Sequences, score: (batch: Parameters<Vrnn['elbo']>[0]) => tf.Tensor, size = 20): number {
  const count = data.x.shape[0]!;
  let total = 0;
  for (let at = 0; at < count; at += size) {
    const rows = Uint32Array.from({ length: Math.min(size, count - at) }, (_, i) => at + i);
    const cut = prepared({ x: takeRows(data.x, rows), lengths: takeRows(data.lengths, rows) });
    total += tf.tidy(() => score(tensorsOf(cut)).sum().dataSync()[0]!);
  }
  return total / (data.lengths.data as Int32Array).reduce((sum, n) => sum + n, 0);
}
const elboOf = (data: Sequences, seed: number, samples = 1) =>
  perStep(data, (batch) => vrnn.logLikelihood(batch, { samples, rng: createRng(seed) }));

const data = batches(asSequences(train), { size: 20, rng: rng.split(), transform: prepared });
const warmUp = number('warmup') * data.perEpoch;
const particles = number('particles');
/** A particle bound, or the ELBO with what is done against a posterior that stays at the prior. */
const objective: VrnnPlayersOptions = particles
  ? { objective: (batch, rng) => vrnn.filteringBound(batch, { samples: particles, rng }) }
  : { beta: warmUp > 0 ? (step: number) => Math.min(1, step / warmUp) : 1, freeNats: number('free') };
const validate = () =>
  particles
    ? perStep(validation, (b) => vrnn.particleLogLikelihood(b, { samples: particles, rng: createRng(1) }))
    : elboOf(validation, 1);
const learningRate = (step: number) => {
  const progress = step / data.perEpoch / number('epochs');
  return number('rate') * (!options.anneal || progress < 0.6 ? 1 : progress < 0.85 ? 0.3 : 0.1);
};
const validation = asSequences(valid);
const start = performance.now();
let best: NamedArrays | undefined;
let bestEpoch = 0;
const optimizer = new Adam({ learningRate: number('rate'), weightDecay: number('decay') });
const players = vrnn.players({ ...objective, optimizer, learningRate });
const stopping = earlyStopping({
  every: 2 * data.perEpoch,
  patience: number('patience'),
  evaluate: ({ epoch, nats }) => {
    const value = validate();
    console.error(
      `epoch ${epoch + 1}: train ${nats.toFixed(1)} nats per sequence, validation ${particles ? 'particle bound' : 'ELBO'} ${value.toFixed(3)} nats per step, ${((performance.now() - start) / 1000).toFixed(0)} s`,
    );
    return value;
  },
  onBest: async (_, { epoch }) => {
    bestEpoch = epoch + 1;
    best = await readParameters(vrnn.parameters);
  },
});
for await (const _ of stopping.watch(fit(players, data, { epochs: number('epochs'), rng: rng.split() })));
const seconds = (performance.now() - start) / 1000;
vrnn.assign(best!);

const held = asSequences(test);
console.log(`best epoch ${bestEpoch}, ${seconds.toFixed(0)} s of training; ${parameters} parameters`);
console.log(`test ELBO ${elboOf(held, 2).toFixed(3)} nats per step`);
// A bound is averaged over its batch, so that the sum over sequences is its value times their number.
const term = (name: string) =>
  perStep(held, (batch) => {
    const { terms } = vrnn.elbo(batch, createRng(2));
    return terms.find((t) => t.name === name)!.nats.mul(batch.x.shape[0]!);
  });
console.log(
  `of which, with the rate in closed form: reconstruction ${term('reconstruction').toFixed(3)}, rate ${term('rate').toFixed(4)} nats per step`,
);
const samples = number('samples');
if (samples > 1) {
  console.log(
    `test importance-weighted bound, ${samples} samples: ${perStep(held, (b) => vrnn.logLikelihood(b, { samples, rng: createRng(3) }), 2).toFixed(3)} nats per step`,
  );
  console.log(
    `test particle bound, ${samples} particles: ${perStep(held, (b) => vrnn.particleLogLikelihood(b, { samples, rng: createRng(4) }), 2).toFixed(3)} nats per step`,
  );
}
await mkdir(options.out, { recursive: true });
const rolls = vrnn.generate({ steps: 64, count: 4, rng: createRng(5) });
const drawn = Uint8Array.from(await rolls.data());
for (let i = 0; i < 4; i++) {
  const roll = ndArray([64, 88], drawn.slice(i * 64 * 88, (i + 1) * 64 * 88));
  await writeFile(`${options.out}/generated-${i}.mid`, pianoRollToMidi(roll));
}
await writeFile(`${options.out}/generated.json`, JSON.stringify([...drawn]));
