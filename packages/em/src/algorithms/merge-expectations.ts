import type { Expectation } from './latent-variable-model.js';

/**
 * The sum of expectations that one model computed on parts of the data: on batches that stream past, or on machines that each
 * hold a share. `model.maximize(mergeExpectations(parts).statistics)` is the M step of the whole.
 *
 * @throws RangeError if there are none, or they are of different models.
 */
export function mergeExpectations(parts: Iterable<Expectation>): Expectation {
  let statistics: Float64Array | undefined;
  const total = { logMarginal: 0, expectedLogJoint: 0, entropy: 0, examples: 0 };
  for (const part of parts) {
    statistics ??= new Float64Array(part.statistics.length);
    if (part.statistics.length !== statistics.length) {
      throw new RangeError(
        `mergeExpectations(parts): expected ${statistics.length} statistics in every part, got ${part.statistics.length}.`,
      );
    }
    for (let i = 0; i < statistics.length; i++) statistics[i]! += part.statistics[i]!;
    total.logMarginal += part.logMarginal;
    total.expectedLogJoint += part.expectedLogJoint;
    total.entropy += part.entropy;
    total.examples += part.examples;
  }
  if (!statistics) throw new RangeError('mergeExpectations(parts): expected at least one part, got none.');
  return { statistics, ...total };
}
