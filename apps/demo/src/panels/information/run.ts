import { gradientPlayer, prefixed, tensorsOf } from '@latents/core';
import { correlatedGaussian } from '@latents/datasets/synthetic';
import {
  automaticEstimator,
  type Critic,
  type CriticMethod,
  gaussianEstimator,
  infoNceMethod,
  jensenShannonMethod,
  ksgEstimator,
  mineMethod,
  nwjMethod,
  separableCritic,
  smileMethod,
} from '@latents/infotheory';
import { createRng, type NdArray, takeRows } from '@latents/math';
import { batches, fit } from '@latents/training';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import type { Tell } from '../training/messages.js';
import { type TrainingRun, trainingRun } from '../training/run.js';
import { wholeSteps } from '../training/whole-steps.js';
import { CONTESTANTS, type Contestant } from './contestants.js';
import type { Facts, Shown, Untrained } from './messages.js';
import { EMBEDDING, HELD_OUT, HIDDEN, type Settings, TRAINING } from './settings.js';

/** Steps between two measurements. */
const EVERY = 25;

const METHODS: Readonly<Record<Contestant, CriticMethod>> = {
  InfoNCE: infoNceMethod,
  NWJ: nwjMethod,
  'Jensen-Shannon': jensenShannonMethod,
  MINE: mineMethod,
  SMILE: smileMethod(5),
};

interface Pairs {
  readonly x: NdArray;
  readonly y: NdArray;
  readonly [name: string]: NdArray;
}

/**
 * A critic for each method, all trained on the same batches from the same first weights.
 *
 * @throws RangeError for settings that the data, the optimizers or the batches refuse.
 */
export async function createRace(
  settings: Settings,
  tell: Tell<Facts, Shown>,
): Promise<{ run: TrainingRun; facts: Facts }> {
  const { dim, correlation, batchSize, learningRate, epochs, seed } = settings;
  const rng = createRng(seed);
  const source = correlatedGaussian({ dim, correlation });
  const sample = (n: number, of: number): Pairs => ({ ...source.sample(n, rng.fork(of)) });
  const data = batches(sample(TRAINING, 0), { size: batchSize, rng: rng.fork(1), last: 'drop' });
  const heldOut = sample(HELD_OUT, 2);
  const entries = CONTESTANTS.map((name) => ({
    name,
    method: METHODS[name],
    // The same generator for all, so the same first weights: what differs is the method.
    critic: separableCritic({ dx: dim, dy: dim, hidden: HIDDEN, embedding: EMBEDDING, rng: rng.fork(3) }),
    optimizer: new Adam({ learningRate }),
  }));
  const players = entries.map(({ name, method, critic, optimizer }) =>
    gradientPlayer<Pairs>({
      name: name,
      variables: critic.variables,
      optimizer,
      objective: (batch) => method.objective(critic.scores(batch['x']!, batch['y']!)),
    }),
  );
  const stepsInAll = epochs * data.perEpoch;

  async function measure(step: number): Promise<void> {
    const values = {} as Record<Contestant, number>;
    for (const { name, method, critic } of entries) values[name] = await mean(method, critic, heldOut, batchSize);
    tell({ kind: 'measured', measurement: { step, values } });
  }

  const run = trainingRun({
    model: {
      parameters: Object.assign({}, ...entries.map(({ name, critic }) => prefixed(name, critic.variables))),
      dispose: () => entries.forEach(({ critic }) => void critic.dispose()),
    },
    optimizer: { dispose: () => entries.forEach(({ optimizer }) => void optimizer.dispose()) },
    stepsPerEpoch: data.perEpoch,
    epochs,
    readings: (signal) => wholeSteps(fit(players, data, { epochs, rng: rng.fork(4), signal })),
    async after(_, taken) {
      if (taken % EVERY === 0 || taken === stepsInAll) await measure(taken);
    },
    show: () => measure(0),
    tell: tell as Tell<unknown, never>,
  });
  const untrained = await Promise.all(
    [ksgEstimator(), gaussianEstimator(), automaticEstimator()].map(async (estimator): Promise<Untrained> => {
      const { nats, standardError } = await estimator.estimate(heldOut.x, heldOut.y, rng.fork(5));
      return { name: estimator.name, nats, standardError };
    }),
  );
  return { run, facts: { truth: source.mutualInformation, ceiling: Math.log(batchSize), untrained } };
}

/** The mean over disjoint batches of held-out pairs. */
async function mean(method: CriticMethod, critic: Critic, { x, y }: Pairs, size: number): Promise<number> {
  const count = Math.floor(HELD_OUT / size);
  const value = tf.tidy(() => {
    const values = Array.from({ length: count }, (_, batch) => {
      const rows = Uint32Array.from({ length: size }, (_, i) => batch * size + i);
      const of = (points: NdArray) => tensorsOf(takeRows(points, rows));
      return method.evaluate(critic.scores(of(x), of(y))).value;
    });
    return tf.stack(values).mean();
  });
  const [nats] = await value.data();
  value.dispose();
  return nats!;
}
