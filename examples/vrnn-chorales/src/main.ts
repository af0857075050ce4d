// A VRNN on made-up chorales: `pnpm start [--epochs 60] [--seed 0]`, or with `--jsb FILE` on the JSB chorales (jsb-quarter.json.gz).
// Ends with held-out figures in nats, output/rolls.png (data on the left, generated on the right) and output/generated-N.mid.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { tensorsOf } from '@latents/core';
import { type PianoRolls, parsePianoRolls } from '@latents/datasets';
import { pianoRollToMidi } from '@latents/datasets/midi';
import { choraleLike } from '@latents/datasets/synthetic';
import { imageGrid } from '@latents/pictures';
import { useWasm } from '@latents/setup/wasm';
import {
  batches,
  createRng,
  createVrnn,
  fit,
  type NdArray,
  natsPer,
  ndArray,
  progressBar,
  type Sequences,
  takeRows,
} from '@latents/vrnn';
import { Adam } from '@latents/wasm';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: {
    epochs: { type: 'string', default: '60' },
    seed: { type: 'string', default: '0' },
    jsb: { type: 'string' },
  },
});
const seed = Number(values.seed);
const rng = createRng(seed);
const SHOWN = 4;
const STEPS = 32;
/** The columns of a roll that pictures show: C2 to C6. */
const LOWEST = 15;
const HIGHEST = 64;

const backend = await useWasm();
const { train, heldOut } = await music(values.jsb);
const vrnn = createVrnn({
  inputDim: 88,
  latentDim: 16,
  units: 64,
  emission: { autoregressive: { hidden: 88 } },
  rng: rng.split(),
});
const data = batches(train, { size: 20, rng: rng.split(), transform: firstSteps });
const epochs = Number(values.epochs);
const steps = epochs * data.perEpoch;
console.error(`${train.x.shape[0]} pieces; ${steps} steps on ${backend}`);
const start = performance.now();
const readings = fit(vrnn.players({ optimizer: new Adam({ learningRate: 3e-3 }) }), data, { epochs, rng: rng.split() });
for await (const _ of progressBar(readings, { steps, to: process.stderr }));
console.log(`${((performance.now() - start) / 1000).toFixed(0)} s of training`);

const scored = firstSteps(heldOut);
const { reconstruction, rate } = vrnn.stepwiseElbo(tensorsOf(scored), createRng(seed));
const { data: lengths } = scored.lengths;
const [elbo, charged] = [reconstruction.sub(rate), rate].map((value) => natsPer(value.sum(1).dataSync(), lengths));
console.log(`held-out ELBO ${elbo!.step.toFixed(3)} nats per step, ${elbo!.sequence.toFixed(1)} per sequence`);
console.log(`of which the rate takes ${charged!.step.toFixed(4)} nats per step`);

const drawn = ndArray(
  [SHOWN, STEPS, 88],
  Uint8Array.from(await vrnn.generate({ steps: STEPS, count: SHOWN, rng: createRng(seed) }).data()),
);
const real = takeRows(scored.x, [...Array(SHOWN).keys()]);
await mkdir('output', { recursive: true });
await writeFile(
  'output/rolls.png',
  imageGrid(Array.from({ length: SHOWN }, (_, i) => [picture(real, i), picture(drawn, i)]).flat(2), {
    imageShape: [HIGHEST - LOWEST + 2, STEPS + 2],
    columns: 2,
    zoom: 8,
  }),
);
for (let i = 0; i < SHOWN; i++) {
  const roll = ndArray([STEPS, 88], drawn.data.slice(i * STEPS * 88, (i + 1) * STEPS * 88));
  await writeFile(`output/generated-${i}.mid`, pianoRollToMidi(roll));
}
console.log(`wrote output/rolls.png and ${SHOWN} MIDI files`);

/** Sequences to train on and held out: those of a file, or 500 and 100 made by rule. */
async function music(file: string | undefined): Promise<{ train: Sequences; heldOut: Sequences }> {
  const asSequences = ({ rolls, lengths }: PianoRolls): Sequences => ({ x: rolls, lengths });
  if (file !== undefined) {
    const splits = await parsePianoRolls(new Uint8Array(await readFile(file)));
    return { train: asSequences(splits.train), heldOut: asSequences(splits.test) };
  }
  const pieces = choraleLike({ chords: STEPS });
  return { train: asSequences(pieces.sample(500, rng.split())), heldOut: asSequences(pieces.sample(100, rng.split())) };
}

/** The first STEPS steps of each sequence. */
function firstSteps({ x, lengths }: Sequences): Sequences {
  const [count, full] = [x.shape[0]!, x.shape[1]!];
  const cut = new Uint8Array(count * STEPS * 88);
  for (let i = 0; i < count; i++) {
    cut.set((x.data as Uint8Array).subarray(i * full * 88, (i * full + Math.min(full, STEPS)) * 88), i * STEPS * 88);
  }
  return {
    x: ndArray([count, STEPS, 88], cut),
    lengths: ndArray(
      [count],
      Int32Array.from(lengths.data, (n) => Math.min(n, STEPS)),
    ),
  };
}

/** Time to the right, pitch upwards, sounding keys black, in a grey frame. */
function picture({ data: roll }: NdArray, piece: number): number[] {
  const frame = 0.75;
  const rows = Array.from({ length: HIGHEST - LOWEST }, (_, row) => [
    frame,
    ...Array.from({ length: STEPS }, (_, t) => 1 - roll[(piece * STEPS + t) * 88 + HIGHEST - 1 - row]!),
    frame,
  ]);
  const edge = new Array<number>(STEPS + 2).fill(frame);
  return [...edge, ...rows.flat(), ...edge];
}
