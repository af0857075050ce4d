import { activeUnits, createVae, freeBits, posteriorCollapse, unitRates, type Vae } from '@latents/autoencoders';
import { type TensorBound, tensorBound } from '@latents/core';
import { dynamicBinarization } from '@latents/datasets';
import { createRng, type Rng } from '@latents/math';
import { batches, constantSchedule, fit, linearWarmUp } from '@latents/training';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import type { Digits } from '../digits/digits.js';
import { createEvaluation } from '../digits/evaluation.js';
import { nextMeasurement } from '../digits/schedule.js';
import type { Tell } from '../training/messages.js';
import { type TrainingRun, trainingRun } from '../training/run.js';
import type { Facts, Measurement, Shown } from './messages.js';
import { BATCH, HIDDEN, type Settings } from './settings.js';

/** @throws RangeError for settings that the model, the optimizer or the batches refuse. */
export function createRun(
  { beta, warmUp, freeNats, latentDim, learningRate, epochs, seed }: Settings,
  digits: Digits,
  tell: Tell<Facts, Shown>,
): TrainingRun {
  const rng = createRng(seed);
  const vae = createVae({ inputDim: 784, latentDim, hidden: HIDDEN, rng: rng.fork(0) });
  const optimizer = new Adam({ learningRate });
  const data = batches(digits.training.images, { size: BATCH, rng: rng.fork(1), transform: dynamicBinarization });
  const evaluation = createEvaluation(digits.heldOut, rng.fork(2));
  const next = constantSchedule(beta);
  const weight = warmUp === 0 ? next : linearWarmUp({ steps: warmUp * data.perEpoch, next });
  const players = vae.players(
    freeNats === 0 ? { optimizer, beta: weight } : { optimizer, objective: floored(vae, weight, freeNats) },
  );
  let due = nextMeasurement(0, data.perEpoch);

  async function measure(step: number): Promise<void> {
    const { reconstruction, rate } = await evaluation.terms(vae);
    const x = tf.tensor2d(evaluation.examples.data, evaluation.examples.shape as [number, number]);
    const rates = unitRates(vae, x);
    const means = vae.encode(x);
    const { indices, warning } = posteriorCollapse(rates);
    const averages = rates.mean(0);
    const measurement: Measurement = {
      step,
      epoch: step / data.perEpoch,
      distortion: -reconstruction,
      rate,
      beta: weight(step),
      unitRates: [...(await averages.data())],
      collapsed: indices,
      active: activeUnits(means).count,
      ...(warning && { warning }),
    };
    tf.dispose([x, rates, means, averages]);
    const reconstructions = await evaluation.reconstructions(vae);
    const samples = await evaluation.generated(vae);
    tell({ kind: 'measured', measurement, reconstructions, samples }, [reconstructions.buffer, samples.buffer]);
  }

  return trainingRun({
    model: vae,
    optimizer,
    stepsPerEpoch: data.perEpoch,
    epochs,
    readings: (signal) => fit(players, data, { epochs, rng: rng.fork(3), signal }),
    async after(_, taken) {
      if (taken !== due) return;
      await measure(taken);
      due = nextMeasurement(taken, data.perEpoch);
    },
    async show() {
      tell({ kind: 'inputs', inputs: evaluation.shown.data.slice() });
      await measure(0);
    },
    tell: tell as Tell<unknown, never>,
  });
}

/** Returns the objective in which each nat of a coordinate's rate above `floor` costs `beta`. */
function floored(vae: Vae, beta: (step: number) => number, floor: number) {
  return (x: tf.Tensor, rng: Rng, step: number): TensorBound => {
    const { of, terms } = freeBits(vae, x, { floor, rng, training: true });
    const weight = beta(step);
    const weighed = terms.map((term) => (term.name === 'floored rate' ? { ...term, weight: -weight } : term));
    return weight >= 1 ? tensorBound('lower', of, weighed) : tensorBound('none', of, weighed);
  };
}
