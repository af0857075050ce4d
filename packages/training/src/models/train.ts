import type { Rng } from '@latents/math';
import type { ByteStore } from '../files/byte-store.js';
import { type Batches, batches, type Rows } from '../fit/batches.js';
import { type FitOptions, fit, type Readings } from '../fit/fit.js';
import type { Reading } from '../fit/reading.js';
import { checkpoint } from './checkpoint.js';
import type { Model } from './model.js';
import { resume } from './resume.js';

export interface TrainOptions extends Pick<FitOptions, 'epochs' | 'steps' | 'signal'> {
  /** Examples per batch (default 128, or all if there are fewer). Without effect on batches that are given. */
  readonly batchSize?: number;
  /** Draws the order of the examples and whatever the players draw. */
  readonly rng: Rng;
  /** Where to write checkpoints and after how many steps. A run goes on from what the store holds. */
  readonly checkpoint?: { readonly store: ByteStore; readonly every: number };
}

/**
 * Trains a model: `fit` with batches and players made by default (Adam with learning rate 1e-3 where the model has
 * networks). Yields a reading per move, like `fit`.
 *
 * @param data An array `[n, ...]` or rows (`number[][]`), a record of arrays with the same number of rows, or batches.
 * @param options Options of the run, and those of `model.players`.
 * @throws What `batches`, `model.players` and `fit` throw.
 * @example
 * ```ts
 * import { createRng, createVae, ndArray, train } from '@latents/autoencoders';
 *
 * const rng = createRng(0);
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng });
 * const data = ndArray([8, 4], new Float32Array(32));
 * const nats: number[] = [];
 * for await (const reading of train(vae, data, { epochs: 2, batchSize: 4, rng })) nats.push(reading.nats);
 * nats.length; // => 4
 * ```
 */
export function train<B, O extends object>(
  model: Model<B, O>,
  data: Rows | Batches<B> | B,
  options: TrainOptions & O,
): Readings {
  const { epochs, steps, signal, batchSize, rng, checkpoint: kept, ...rest } = options;
  if (typeof rng?.split !== 'function') {
    throw new TypeError(
      `train(model, data, { rng }): expected a stream as from createRng(seed), got ${rng === null ? 'null' : typeof rng}.`,
    );
  }
  const [dataRng, fitRng] = [rng.split(), rng.split()];
  const stream = isBatches<B>(data) ? data : cut(model, data, batchSize, dataRng);
  const players = model.players(rest as unknown as O);
  const given = {
    ...(epochs !== undefined && { epochs }),
    ...(steps !== undefined && { steps }),
    ...(signal && { signal }),
  };
  const plain = fit(players, stream, { ...given, rng: fitRng });
  if (kept === undefined) return plain;
  return Object.assign(keeping(), { steps: plain.steps });

  async function* keeping(): AsyncGenerator<Reading, void, undefined> {
    const found = await resume({ model, players, store: kept!.store });
    const readings = fit(players, stream, { ...given, rng: found?.rng ?? fitRng, startAt: found?.step ?? 0 });
    yield* checkpoint(readings, { ...kept!, model, players, rng: found?.rng ?? fitRng });
  }
}

function cut<B>(model: Pick<Model<B>, 'batches'>, data: unknown, size: number | undefined, rng: Rng): Batches<B> {
  if (model.batches) return model.batches(data, { ...(size !== undefined && { size }), rng });
  const rows = data as Rows;
  return batches(rows, { size: size ?? Math.min(128, rowsIn(rows)), rng }) as unknown as Batches<B>;
}

function rowsIn(data: unknown): number {
  if (Array.isArray(data)) return Math.max(1, data.length);
  const first = (data as { shape?: readonly number[] })?.shape ?? Object.values((data ?? {}) as Rows)[0]?.shape;
  return Math.max(1, (first as readonly number[] | undefined)?.[0] ?? 1);
}

function isBatches<B>(data: unknown): data is Batches<B> {
  const { at, perEpoch } = (data ?? {}) as Partial<Batches<B>>;
  return typeof at === 'function' && perEpoch !== undefined;
}
