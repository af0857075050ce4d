import { gradientPlayer, mlp, prefixed } from '@latents/core';
import { checkOptions } from '@latents/math';
import type * as tf from '@tensorflow/tfjs-core';
import { type Critic, type CriticOptions, separableCritic } from './critic.js';
import type { CriticMethod } from './critic-methods.js';
import type { InformationEstimator } from './estimate.js';
import {
  overBatches,
  type Pairs,
  TRAINING_OPTIONS,
  type TrainingOptions,
  threeParts,
  trainingOptions,
  trainStopped,
} from './held-out-training.js';
import { normalScores } from './normal-scores.js';

export interface CriticEstimatorOptions extends TrainingOptions {
  readonly method: CriticMethod;
  /** Makes the critic (default {@link separableCritic}). */
  readonly critic?: (options: CriticOptions) => Critic;
}

/**
 * An estimate by a critic: trained on half of the pairs, stopped by a quarter, and evaluated, once, on the quarter that neither saw.
 * Coordinates go in by rank ({@link normalScores}).
 *
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/math';
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
  checkOptions('criticEstimator(options)', options, [...TRAINING_OPTIONS, 'method', 'critic']);
  const { method, critic: makeCritic = separableCritic } = options;
  const plan = trainingOptions('criticEstimator', options);
  return {
    name: method.name,
    async estimate(x, y, rng) {
      const where = 'criticEstimator.estimate(x, y)';
      const { dx, dy, size, training, validation, test } = threeParts(where, [x, y], normalScores, plan, rng);
      const critic = makeCritic({ dx, dy, rng: rng.split() });
      const baseline = method.learnsBaseline
        ? mlp({ inputDim: dy, hidden: [32], outputDim: 1, rng: rng.split() })
        : undefined;
      const variables = {
        ...prefixed('critic', critic.variables),
        ...(baseline ? prefixed('baseline', baseline.variables) : {}),
      };
      const logBaseline = (of: tf.Tensor) => baseline?.apply(of) as tf.Tensor2D | undefined;
      const evaluate = (pairs: Pairs) =>
        overBatches(pairs, size, (a, b) => method.evaluate(critic.scores(a, b), logBaseline(b)).value);
      try {
        await trainStopped({
          players: (optimizer) =>
            gradientPlayer<Pairs>({
              name: 'critic',
              variables,
              optimizer: optimizer(),
              objective: (batch) => method.objective(critic.scores(batch['x']!, batch['y']!), logBaseline(batch['y']!)),
            }),
          variables,
          training,
          size,
          options: plan,
          validate: async () => (await evaluate(validation)).nats,
          rng,
        });
        return { ...(await evaluate(test)), side: method.side, ceiling: method.ceiling(size) };
      } finally {
        critic.dispose();
        baseline?.dispose();
      }
    },
  };
}
