import { checkInteger, checkOptions } from '@latents/math';
import { createInfoCotrain } from '../cotrain/create-info-cotrain.js';
import type { InfoCotrain } from '../cotrain/info-cotrain.js';
import type { InformationEstimator } from './estimate.js';
import {
  type Pairs,
  TRAINING_OPTIONS,
  type TrainingOptions,
  threeParts,
  trainingOptions,
  trainStopped,
} from './held-out-training.js';
import { normalScores } from './normal-scores.js';

export interface CotrainEstimatorOptions extends TrainingOptions {
  /** |Z|, into how many classes x and y are cut (default 16). */
  readonly codewords?: number;
  /** Widths of the hidden layers of both encoders (default [64]). */
  readonly hidden?: readonly number[];
}

/**
 * An estimate by discretisation that is learned: {@link InfoCotrain} cuts y into classes that x can tell and bounds what they share, on
 * pairs that it never saw. A lower bound that never exceeds log |Z|; classes lose information, so it stays some way below.
 *
 * @throws RangeError for options that are not positive, or fewer than two codewords. Estimating: for fewer than 64 pairs.
 * @see Stratos section 4; McAllester 2018
 */
export function cotrainEstimator(options: CotrainEstimatorOptions = {}): InformationEstimator {
  checkOptions('cotrainEstimator(options)', options, [...TRAINING_OPTIONS, 'codewords', 'hidden']);
  const { codewords = 16, hidden = [64] } = options;
  const plan = trainingOptions('cotrainEstimator', options);
  checkInteger('cotrainEstimator({ codewords })', codewords, 2);
  return {
    name: `InfoCotrain, ${codewords} codewords`,
    async estimate(x, y, rng) {
      const where = 'cotrainEstimator.estimate(x, y)';
      const { dx, dy, size, training, validation, test } = threeParts(where, [x, y], normalScores, plan, rng);
      const model = createInfoCotrain({ xDim: dx, yDim: dy, codewords, hidden, rng });
      const bound = async (pairs: Pairs) => model.evaluate(pairs);
      try {
        await trainStopped({
          players: (optimizer) => model.players({ psi: { optimizer: optimizer() }, phi: { optimizer: optimizer() } }),
          variables: model.parameters,
          training,
          size,
          options: plan,
          validate: async () => (await bound(validation)).bound.value,
          rng,
        });
        const { bound: held, standardError, ceiling } = await bound(test);
        return { nats: held.value, side: held.side, standardError, ceiling };
      } finally {
        model.dispose();
      }
    },
  };
}
