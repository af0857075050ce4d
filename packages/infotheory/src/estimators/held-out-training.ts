import { assignVariables, defaultAdam, type NamedVariables, tensorsOf } from '@latents/core';
import {
  type ArrayInput,
  checkInteger,
  checkPositive,
  type NamedArrays,
  type NdArray,
  ndArray,
  type Rng,
  takeRows,
} from '@latents/math';
import { batches, earlyStopping, fit, type Player, readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { pairsOf } from './estimate.js';

/** How an estimator trains. */
export interface TrainingOptions {
  /** Pairs a batch, in training and in evaluation (default 128; at most a quarter of the test pairs). */
  readonly batchSize?: number;
  /** Of Adam (default 0.001). */
  readonly learningRate?: number;
  /** At most how many steps (default 2000). */
  readonly steps?: number;
  /** After how many evaluations, one in 50 steps, without a better validation value to stop (default 8). */
  readonly patience?: number;
}

/** Names of the training options. */
export const TRAINING_OPTIONS = ['batchSize', 'learningRate', 'steps', 'patience'] as const;

/** Training options, complete. */
export type Training = Required<TrainingOptions>;

/** Pairs as batches hold them. */
export interface Pairs {
  readonly x: NdArray;
  readonly y: NdArray;
  readonly [name: string]: NdArray;
}

const EVERY = 50;
/** Below this there is not enough for three parts. */
const LEAST = 64;

/** @throws RangeError for options that are not positive, naming the function `where`. */
export function trainingOptions(where: string, options: TrainingOptions): Training {
  const { batchSize = 128, learningRate = 1e-3, steps = 2000, patience = 8 } = options;
  for (const [name, value, least] of [
    ['batchSize', batchSize, 3],
    ['steps', steps, 1],
    ['patience', patience, 1],
  ] as const) {
    checkInteger(`${where}({ ${name} })`, value, least);
  }
  checkPositive(`${where}({ learningRate })`, learningRate);
  return { batchSize, learningRate, steps, patience };
}

/** Checked pairs by rank or otherwise, as half, a quarter and a quarter at random, and the batch size that suits them. */
export function threeParts(
  where: string,
  [x, y]: readonly [ArrayInput, ArrayInput],
  prepare: (points: NdArray) => NdArray,
  { batchSize }: Training,
  rng: Rng,
) {
  const { x: p, y: q, n, dx, dy } = pairsOf(where, x, y, rng, LEAST);
  const order = rng.permutation(n);
  const [a, b] = [prepare(p), prepare(q)];
  const part = (from: number, to: number): Pairs => {
    const rows = order.subarray(Math.floor(from * n), Math.floor(to * n));
    return { x: takeRows(a, rows), y: takeRows(b, rows) };
  };
  const test = part(0.75, 1);
  const size = Math.min(batchSize, Math.floor(test.x.shape[0]! / 4));
  return { dx, dy, size, training: part(0, 0.5), validation: part(0.5, 0.75), test };
}

/** Trains until `validate` has not risen for long enough, and leaves the variables as they were when it was highest. */
export async function trainStopped(options: {
  /** Makes the players; each asks for an optimizer of its own. */
  readonly players: (optimizer: () => tf.Optimizer) => Player<Pairs> | readonly Player<Pairs>[];
  readonly variables: NamedVariables;
  readonly training: Pairs;
  readonly size: number;
  readonly options: Training;
  readonly validate: () => Promise<number>;
  readonly rng: Rng;
}): Promise<void> {
  const { variables, training, size, validate, rng } = options;
  const { learningRate, steps, patience } = options.options;
  const optimizers: tf.Optimizer[] = [];
  try {
    const players = options.players(() => {
      const optimizer = defaultAdam(learningRate);
      optimizers.push(optimizer);
      return optimizer;
    });
    let best: NamedArrays | undefined;
    const data = batches(training, { size, rng: rng.split(), last: 'drop' });
    const stream = fit(players, data, { steps, rng: rng.split() });
    const stopping = earlyStopping({
      evaluate: validate,
      every: Math.min(EVERY, steps),
      patience,
      onBest: async () => {
        best = await readParameters(variables);
      },
    });
    for await (const _ of stopping.watch(stream));
    if (best) assignVariables('estimator.estimate(x, y)', variables, best);
  } finally {
    for (const optimizer of optimizers) optimizer.dispose();
  }
}

/** The mean of a value over disjoint batches of pairs, and its standard error by their spread. */
export async function overBatches(
  { x, y }: Pairs,
  size: number,
  value: (x: tf.Tensor, y: tf.Tensor) => tf.Scalar,
): Promise<{ nats: number; standardError: number }> {
  const count = Math.floor(x.shape[0]! / size);
  const values: number[] = [];
  for (let batch = 0; batch < count; batch++) {
    const of = ({ shape, data }: NdArray) => {
      const width = shape[1]!;
      return tensorsOf(ndArray([size, width], data.slice(batch * size * width, (batch + 1) * size * width)));
    };
    const scalar = tf.tidy(() => value(of(x), of(y)));
    values.push((await scalar.data())[0]!);
    scalar.dispose();
  }
  const nats = values.reduce((a, b) => a + b) / count;
  const squares = values.reduce((sum, v) => sum + (v - nats) ** 2, 0);
  return { nats, standardError: Math.sqrt(squares / (count - 1) / count) };
}
