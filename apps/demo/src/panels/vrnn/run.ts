import { tensorsOf } from '@latents/core';
import { createRng } from '@latents/math';
import { batches, fit } from '@latents/training';
import { createVrnn } from '@latents/vrnn';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { averageTerms, type Tell } from '../training/messages.js';
import { type TrainingRun, trainingRun } from '../training/run.js';
import type { Facts, Shown } from './messages.js';
import { pieces, rollsOf } from './pieces.js';
import { BATCH, CHORDS, GENERATED, HELD_OUT, KEYS, type Settings, TRAINING } from './settings.js';

/** Epochs between two measurements. */
const EVERY = 2;

/** @throws RangeError for settings that the model, the optimizer or the batches refuse. */
export function createRun(settings: Settings, tell: Tell<Facts, Shown>): { run: TrainingRun; facts: Facts } {
  const { latentDim, units, links, beta, learningRate, epochs, seed } = settings;
  const rng = createRng(seed);
  const emission = links === 0 ? 'bernoulli' : { autoregressive: { hidden: links } };
  const vrnn = createVrnn({ inputDim: KEYS, latentDim, units, emission, rng: rng.fork(0) });
  const optimizer = new Adam({ learningRate });
  const data = batches(pieces(TRAINING, createRng(0)), { size: BATCH, rng: rng.fork(1) });
  const heldOut = pieces(HELD_OUT, createRng(1));

  /** All held-out pieces have the same length, so a mean over pieces and steps is one in nats per step. */
  async function measure(step: number): Promise<void> {
    const [reconstruction, rate] = await readAll(
      tf.tidy(() => {
        const terms = vrnn.stepwiseElbo(tensorsOf(heldOut), rng.fork(2));
        return [terms.reconstruction.mean(0), terms.rate.mean(0)];
      }),
    );
    const overTime = Array.from({ length: CHORDS }, (_, t) => ({
      reconstruction: reconstruction![t]!,
      rate: rate![t]!,
    }));
    const [drawn] = await readAll([vrnn.generate({ steps: CHORDS, count: GENERATED, rng: rng.fork(3) })]);
    const measurement = { step, epoch: step / data.perEpoch, heldOut: averageTerms(overTime) };
    tell({ kind: 'measured', measurement, overTime, generated: rollsOf(drawn!) });
  }

  const run = trainingRun({
    model: vrnn,
    optimizer,
    stepsPerEpoch: data.perEpoch,
    epochs,
    readings: (signal) => fit(vrnn.players({ optimizer, beta }), data, { epochs, rng: rng.fork(4), signal }),
    async after(_, taken) {
      if (taken % (EVERY * data.perEpoch) === 0 || taken === epochs * data.perEpoch) await measure(taken);
    },
    show: () => measure(0),
    tell: tell as Tell<unknown, never>,
  });
  return { run, facts: { example: rollsOf(heldOut.x.data)[0]! } };
}

/** The numbers of tensors, which are freed; copies, as some backends give a view of their own memory. */
async function readAll(values: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const read = await Promise.all(values.map(async (value) => ((await value.data()) as Float32Array).slice()));
  tf.dispose([...values]);
  return read;
}
