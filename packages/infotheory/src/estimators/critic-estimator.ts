import {
  assignVariables,
  batches,
  earlyStopping,
  fit,
  gradientStep,
  type NamedArrays,
  type NdArray,
  ndArray,
  type Rng,
  readVariables,
  takeRows,
  tensorsOf,
} from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { type Critic, type CriticOptions, separableCritic } from './critic.js';
import type { CriticMethod } from './critic-methods.js';
import { checkPairs, type InformationEstimator } from './estimate.js';
import { normalScores } from './normal-scores.js';

export interface CriticEstimatorOptions {
  readonly method: CriticMethod;
  /** Makes the critic (default {@link separableCritic}). */
  readonly critic?: (options: CriticOptions) => Critic;
  /** Pairs a batch, in training and in evaluation (default 128; at most a quarter of the test pairs). */
  readonly batchSize?: number;
  /** Of Adam (default 0.001). */
  readonly learningRate?: number;
  /** At most how many steps (default 2000). */
  readonly steps?: number;
  /** After how many evaluations, one in 50 steps, without a better validation value to stop (default 8). */
  readonly patience?: number;
}

const EVERY = 50;

/**
 * An estimate by a critic: trained on half of the pairs, stopped by a quarter, and evaluated, once, on the quarter that neither saw.
 * Coordinates go in by rank ({@link normalScores}).
 *
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/core';
 * import { criticEstimator, infoNceMethod } from '@latents/infotheory';
 *
 * const rng = createRng(0);
 * const x = ndArray([400, 1], rng.fillNormal(new Float64Array(400)));
 * const estimate = await criticEstimator({ method: infoNceMethod, steps: 50, batchSize: 20 }).estimate(x, x, rng);
 * estimate.side; // => 'lower'
 * estimate.ceiling; // => Math.log(20)
 * ```
 * @throws RangeError for options that are not positive. Estimating: for fewer than 64 pairs.
 * @see Poole et al. 2019; Song & Ermon 2020; McAllester & Stratos 2020
 */
export function criticEstimator(options: CriticEstimatorOptions): InformationEstimator {
  const { method, critic: makeCritic = separableCritic, batchSize = 128, learningRate = 1e-3 } = options;
  const { steps = 2000, patience = 8 } = options;
  for (const [name, value, least] of [
    ['batchSize', batchSize, 3],
    ['steps', steps, 1],
    ['patience', patience, 1],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new RangeError(`criticEstimator({ ${name} }): expected an integer of at least ${least}, got ${value}.`);
    }
  }
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(`criticEstimator({ learningRate }): expected a positive finite number, got ${learningRate}.`);
  }
  return {
    name: method.name,
    async estimate(x, y, rng) {
      const { n, dx, dy } = checkPairs('criticEstimator.estimate(x, y)', x, y, 64);
      const [training, validation, test] = split(x, y, n, rng);
      const size = Math.min(batchSize, Math.floor(test.x.shape[0]! / 4));
      const critic = makeCritic({ dx, dy, rng: rng.split() });
      const optimizer = tf.train.adam(learningRate);
      try {
        const player = gradientStep<Pairs>({
          player: 'critic',
          variables: critic.variables,
          optimizer,
          objective: (batch) => method.objective(critic.scores(batch['x']!, batch['y']!)),
        });
        let best: NamedArrays | undefined;
        const stream = fit(player, batches(training, { size, rng: rng.split(), last: 'drop' }), {
          steps,
          rng: rng.split(),
        });
        const stopped = earlyStopping(stream, {
          evaluate: async () => (await evaluate(method, critic, validation, size)).nats,
          every: Math.min(EVERY, steps),
          patience,
          onBest: async () => {
            best = await readVariables(critic.variables);
          },
        });
        for await (const _ of stopped);
        assignVariables('criticEstimator.estimate(x, y)', critic.variables, best!);
        return { ...(await evaluate(method, critic, test, size)), side: method.side, ceiling: method.ceiling(size) };
      } finally {
        critic.dispose();
        optimizer.dispose();
      }
    },
  };
}

interface Pairs {
  readonly x: NdArray;
  readonly y: NdArray;
  readonly [name: string]: NdArray;
}

/** Half, a quarter and a quarter, at random. */
function split(x: NdArray, y: NdArray, n: number, rng: Rng): [Pairs, Pairs, Pairs] {
  const order = rng.permutation(n);
  const [a, b] = [normalScores(x), normalScores(y)];
  const part = (from: number, to: number): Pairs => {
    const rows = order.subarray(Math.floor(from * n), Math.floor(to * n));
    return { x: takeRows(a, rows), y: takeRows(b, rows) };
  };
  return [part(0, 0.5), part(0.5, 0.75), part(0.75, 1)];
}

/** The mean over disjoint batches, and its standard error by their spread. */
async function evaluate(method: CriticMethod, critic: Critic, { x, y }: Pairs, size: number) {
  const count = Math.floor(x.shape[0]! / size);
  const values: number[] = [];
  for (let batch = 0; batch < count; batch++) {
    const of = ({ shape, data }: NdArray) => {
      const width = shape[1]!;
      return tensorsOf(ndArray([size, width], data.slice(batch * size * width, (batch + 1) * size * width)));
    };
    const value = tf.tidy(() => method.evaluate(critic.scores(of(x), of(y))).value);
    values.push((await value.data())[0]!);
    value.dispose();
  }
  const nats = values.reduce((a, b) => a + b) / count;
  const squares = values.reduce((sum, v) => sum + (v - nats) ** 2, 0);
  return { nats, standardError: Math.sqrt(squares / (count - 1) / count) };
}
