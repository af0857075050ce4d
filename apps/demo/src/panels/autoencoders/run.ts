import { createAutoencoder, createVae, maskingCorruption } from '@latents/autoencoders';
import { prefixed } from '@latents/core';
import { dynamicBinarization } from '@latents/datasets';
import { createRng, type NdArray } from '@latents/math';
import { batches, fit, type Player } from '@latents/training';
import { Adam } from '@latents/wasm';
import type { Digits } from '../digits/digits.js';
import { nextMeasurement } from '../digits/schedule.js';
import type { Tell } from '../training/messages.js';
import { type TrainingRun, trainingRun } from '../training/run.js';
import { wholeSteps } from '../training/whole-steps.js';
import { createEvaluation } from './evaluation.js';
import { type Facts, KINDS, type Kind, type Shown } from './messages.js';
import { BATCH, HIDDEN, type Settings } from './settings.js';

/**
 * A model of each kind, all trained on the same batches from weights of the same generator.
 *
 * @throws RangeError for settings that the models, the optimizers or the batches refuse.
 */
export async function createRun(
  { masked, latentDim, learningRate, epochs, seed }: Settings,
  digits: Digits,
  tell: Tell<Facts, Shown>,
): Promise<TrainingRun> {
  const rng = createRng(seed);
  const corruption = maskingCorruption(masked);
  const options = () => ({ inputDim: 784, latentDim, hidden: HIDDEN, rng: rng.fork(0) });
  const models = {
    basic: createAutoencoder(options()),
    denoising: createAutoencoder({ ...options(), corruption }),
    variational: createVae(options()),
  };
  const inOrder = KINDS.map((kind) => models[kind]);
  const optimizers = KINDS.map(() => new Adam({ learningRate }));
  const players = KINDS.map(
    (kind, i): Player<NdArray> => ({ ...models[kind].players({ optimizer: optimizers[i]! })[0]!, name: kind }),
  );
  const data = batches(digits.training.images, { size: BATCH, rng: rng.fork(1), transform: dynamicBinarization });
  const evaluation = await createEvaluation(digits.heldOut, corruption, latentDim, rng.fork(2));
  let due = nextMeasurement(0, data.perEpoch);

  async function measure(step: number): Promise<void> {
    const scores = async (shown: 'clean' | 'corrupted') => {
      const of = {} as Record<Kind, number>;
      for (const kind of KINDS) of[kind] = await evaluation.score(models[kind], shown);
      return of;
    };
    const measurement = { step, clean: await scores('clean'), corrupted: await scores('corrupted') };
    const clean = await evaluation.reconstructions(inOrder, 'clean');
    const corrupted = await evaluation.reconstructions(inOrder, 'corrupted');
    const decoded = await evaluation.decoded(inOrder);
    tell({ kind: 'measured', measurement, clean, corrupted, decoded }, [
      clean.buffer,
      corrupted.buffer,
      decoded.buffer,
    ]);
  }

  return trainingRun({
    model: {
      parameters: Object.assign({}, ...KINDS.map((kind) => prefixed(kind, models[kind].parameters))),
      dispose: () => inOrder.forEach((model) => void model.dispose()),
    },
    optimizer: { dispose: () => optimizers.forEach((optimizer) => void optimizer.dispose()) },
    stepsPerEpoch: data.perEpoch,
    epochs,
    readings: (signal) => wholeSteps(fit(players, data, { epochs, rng: rng.fork(3), signal })),
    async after(_, taken) {
      if (taken !== due) return;
      await measure(taken);
      due = nextMeasurement(taken, data.perEpoch);
    },
    show: () => measure(0),
    tell: tell as Tell<unknown, never>,
  });
}
