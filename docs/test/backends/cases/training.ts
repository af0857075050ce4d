import { createVae } from '@latents/autoencoders';
import { AdamW, ExponentialMovingAverage } from '@latents/core';
import { createRng } from '@latents/math';
import { fit, load, NonFiniteError, save } from '@latents/training';
import { Adam, Sgd } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { adam, type BackendCase, batchesOf, bits, casesOf, lend, releaseOptimizers, trained } from '../backend-case.js';
import { keptRun, memory, smallBatches, smallVae } from '../kept-run.js';

/** Without it, tfjs takes 1e-4 on webgl, and 1e-7 elsewhere. */
const EPSILON = 1e-7;

const OPTIMIZERS: Readonly<Record<string, () => tf.Optimizer>> = {
  'tf.train.sgd': () => tf.train.sgd(0.05),
  'tf.train.momentum': () => tf.train.momentum(0.02, 0.9),
  'tf.train.adagrad': () => tf.train.adagrad(0.05),
  'tf.train.adadelta': () => tf.train.adadelta(0.05, 0.95, EPSILON),
  'tf.train.adam': () => tf.train.adam(0.01, 0.9, 0.999, EPSILON),
  'tf.train.adamax': () => tf.train.adamax(0.01, 0.9, 0.999, EPSILON),
  'tf.train.rmsprop': () => tf.train.rmsprop(0.003, 0.9, 0.5, EPSILON),
  AdamW: () => new AdamW({ learningRate: 0.01 }),
  'Adam of @latents/wasm': () => new Adam({ learningRate: 0.01 }),
  'Sgd of @latents/wasm': () => new Sgd({ learningRate: 0.01, momentum: 0.9 }),
};

/** Every optimizer, and what is written while a model trains. */
export const TRAINING_CASES: readonly BackendCase[] = [
  ...casesOf(
    'Optimizers',
    Object.fromEntries(
      Object.entries(OPTIMIZERS).map(([name, optimizer]) => [
        name,
        trained({ make: smallVae, data: smallBatches, options: () => ({ optimizer: lend(optimizer()) }) }),
      ]),
    ),
  ),
  ...casesOf('Saving', {
    'NonFiniteError at a learning rate of 1e6': async () => {
      const model = createVae({ inputDim: 64, latentDim: 4, hidden: [32], rng: createRng(0) });
      const players = model.players({ optimizer: lend(tf.train.sgd(1e6)) });
      const nats: number[] = [];
      try {
        const readings = fit(players, batchesOf(bits(64, 64), 16), { steps: 4, rng: createRng(4) });
        for await (const reading of readings) nats.push(reading.nats);
        return { nats, stopped: [] };
      } catch (error) {
        if (!(error instanceof NonFiniteError)) throw error;
        return { nats, stopped: [error.step] };
      } finally {
        model.dispose();
        releaseOptimizers();
      }
    },
    'checkpoint and resume': async () => {
      const store = memory();
      const first = await keptRun(store, 2);
      const rest = await keptRun(store, 4);
      return { nats: [...first.nats, ...rest.nats], weights: rest.weights };
    },
    'save and load': async () => {
      const store = memory();
      const model = smallVae();
      await save(model, store);
      const again = await load(createVae, store);
      const drawn = again.generate(3, createRng(2));
      const samples = Array.from(await drawn.data());
      drawn.dispose();
      for (const each of [model, again]) each.dispose();
      return { samples };
    },
    ExponentialMovingAverage: async () => {
      const model = smallVae();
      const average = new ExponentialMovingAverage({ variables: model.parameters, decay: 0.5 });
      const players = model.players({ optimizer: adam() }).map((player) => average.follow(player));
      for await (const _ of fit(players, smallBatches(), { steps: 2, rng: createRng(4) }));
      const weights = Object.values(await average.state()).flatMap(({ data: of }) => [...of]);
      average.dispose();
      model.dispose();
      releaseOptimizers();
      return { weights };
    },
  }),
];
