import { createVae } from '@latents/autoencoders';
import { dynamicBinarization } from '@latents/datasets';
import { createRng } from '@latents/math';
import { batches, fit } from '@latents/training';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import type { Digits } from '../digits/digits.js';
import { createEvaluation } from '../digits/evaluation.js';
import { read } from '../digits/images.js';
import { nextMeasurement } from '../digits/schedule.js';
import { averageTerms, type Tell, type Terms } from '../training/messages.js';
import { type TrainingRun, trainingRun } from '../training/run.js';
import { type LatentPlane, latentPlane } from './latent-plane.js';
import type { Facts, Point, Shown } from './messages.js';
import { BATCH, HIDDEN, type Settings } from './settings.js';

/** A run whose codes can be decoded. */
export interface VaeRun extends TrainingRun {
  decode(at: Point): Promise<void>;
}

const INPUT_DIM = 784;

/** @throws RangeError for settings that the model, the optimizer or the batches refuse. */
export function createRun(
  { latentDim, beta, learningRate, epochs, seed }: Settings,
  digits: Digits,
  tell: Tell<Facts, Shown>,
): VaeRun {
  const rng = createRng(seed);
  const vae = createVae({ inputDim: INPUT_DIM, latentDim, hidden: HIDDEN, rng: rng.fork(0) });
  const optimizer = new Adam({ learningRate });
  const data = batches(digits.training.images, { size: BATCH, rng: rng.fork(1), transform: dynamicBinarization });
  const evaluation = createEvaluation(digits.heldOut, rng.fork(2));
  let plane: LatentPlane | undefined;
  let since: Terms[] = [];
  let due = nextMeasurement(0, data.perEpoch);

  async function measure(step: number, training?: Terms): Promise<void> {
    const heldOut = await evaluation.terms(vae);
    const codes = await evaluation.codes(vae);
    const reconstructions = await evaluation.reconstructions(vae);
    const samples = await evaluation.generated(vae);
    plane = latentPlane(codes, latentDim, evaluation.labels, plane);
    const { axes, words, points } = plane;
    const measurement = { step, epoch: step / data.perEpoch, heldOut, ...(training && { training }) };
    const map = { points, labels: evaluation.labels, axes, plane: words };
    tell({ kind: 'measured', measurement, reconstructions, samples, map }, [reconstructions.buffer, samples.buffer]);
  }

  const run = trainingRun({
    model: vae,
    optimizer,
    stepsPerEpoch: data.perEpoch,
    epochs,
    readings: (signal) => fit(vae.players({ optimizer, beta }), data, { epochs, rng: rng.fork(3), signal }),
    async after({ terms }, taken) {
      since.push({ reconstruction: terms['reconstruction']!, rate: terms['rate']! });
      if (taken !== due) return;
      await measure(taken, averageTerms(since));
      since = [];
      due = nextMeasurement(taken, data.perEpoch);
    },
    async show() {
      tell({ kind: 'inputs', inputs: evaluation.shown.data.slice() });
      await measure(0);
    },
    tell: tell as Tell<unknown, never>,
  });
  return {
    ...run,
    async decode(at) {
      if (plane === undefined || run.stopped()) return;
      const code = plane.codeAt(...at);
      const image = await read(tf.tidy(() => vae.decode(tf.tensor2d(code, [1, latentDim]))));
      tell({ kind: 'decoded', at, image });
    },
  };
}
