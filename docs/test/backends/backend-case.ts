import { defaultAdam } from '@latents/core';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { type Batches, batches, fit, type Model, readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs';

/** Numbers of a case by name, in one order on all backends. */
export type Outcome = Readonly<Record<string, readonly number[]>>;

/** A computation that every backend must do with the same result as the cpu backend, at the same seeds. */
export interface BackendCase {
  /** The kind of thing that it computes, a heading of the table. */
  readonly kind: string;
  readonly name: string;
  /** Computes on the current backend. It leaves no tensor. */
  readonly run: () => Promise<Outcome>;
}

/** Returns cases of one kind, by name. */
export function casesOf(kind: string, runs: Readonly<Record<string, BackendCase['run']>>): BackendCase[] {
  return Object.entries(runs).map(([name, run]) => ({ kind, name, run }));
}

/** Computes tensors by name and reads them without blocking. */
export async function read(make: () => Readonly<Record<string, tf.Tensor>>): Promise<Outcome> {
  const tensors = Object.entries(tf.tidy(() => ({ ...make() })));
  const outcome: Record<string, number[]> = {};
  try {
    for (const [name, tensor] of tensors) outcome[name] = Array.from(await tensor.data());
  } finally {
    tf.dispose(tensors.map(([, tensor]) => tensor));
  }
  return outcome;
}

export interface TrainedCase<M extends Model<B, O>, B, O> {
  readonly make: () => M;
  readonly data: () => Batches<B>;
  /** Options of `players`; the optimizers are new in each run. */
  readonly options: (model: M) => O;
  /** Samples or other outputs after training. */
  readonly outputs?: (model: M) => Readonly<Record<string, tf.Tensor>>;
  /** Number of steps. */
  readonly steps?: number;
}

/** Returns a case that trains a model: the readings of each step, the weights after the last, and outputs. */
export function trained<M extends Model<B, O>, B, O>({
  make,
  data,
  options,
  outputs = () => ({}),
  steps = 3,
}: TrainedCase<M, B, O>): BackendCase['run'] {
  return async () => {
    const model = make();
    try {
      const readings: number[] = [];
      for await (const { nats, gradientNorm, terms } of fit(model.players(options(model)), data(), {
        steps,
        rng: createRng(11),
      })) {
        readings.push(nats, gradientNorm ?? 0, ...Object.values(terms));
      }
      const weights = Object.values(await readParameters(model.parameters)).flatMap(({ data: of }) => [...of]);
      return { readings, weights, ...(await read(() => outputs(model))) };
    } finally {
      model.dispose();
      releaseOptimizers();
    }
  };
}

/** Returns rows of bits in which neighbours mostly agree. */
export function bits(rows: number, width: number): NdArray<Float32Array> {
  const data = createRng(17).fillUniform(new Float32Array(rows * width));
  for (let i = 0; i < data.length; i++) {
    data[i] = i % width === 0 ? Math.round(data[i]!) : data[i]! < 0.8 ? data[i - 1]! : 1 - data[i - 1]!;
  }
  return ndArray([rows, width], data);
}

/** Returns rows of normal numbers. */
export function normals(rows: number, width: number, seed = 23): NdArray<Float32Array> {
  return ndArray([rows, width], createRng(seed).fillNormal(new Float32Array(rows * width)));
}

/** Returns batches of a table, a function of the step. */
export const batchesOf = <B extends NdArray | Readonly<Record<string, NdArray>>>(data: B, size: number) =>
  batches(data, { size, rng: createRng(5) });

const lent: tf.Optimizer[] = [];

/** Keeps an optimizer until {@link releaseOptimizers}. A model does not own those that it is given. */
export function lend(optimizer: tf.Optimizer): tf.Optimizer {
  lent.push(optimizer);
  return optimizer;
}

/** Frees the slots of all optimizers that were lent. */
export function releaseOptimizers(): void {
  for (const optimizer of lent.splice(0)) optimizer.dispose();
}

/** Lends a new Adam: each run needs one of its own. */
export const adam = (learningRate = 1e-2): tf.Optimizer => lend(defaultAdam(learningRate));
