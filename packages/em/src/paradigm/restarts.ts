import type { Rng } from '@latents/math';
import type { LatentVariableModel } from './latent-variable-model.js';
import { type MaximizedLikelihood, type MaximizeLikelihoodOptions, maximizeLikelihood } from './maximize-likelihood.js';

/**
 * EM from several starts, the best kept: EM finds a local maximum, and a symmetric start is a fixed point.
 *
 * @param start Makes start number `index` from its own stream.
 * @returns The best run, and the objective of each, in nats.
 * @throws RangeError if `restarts` is not a positive integer.
 */
export function withRestarts<Data, Model extends LatentVariableModel<Data, Model>>(
  start: (rng: Rng, index: number) => Model,
  data: Data,
  { restarts, rng, ...options }: MaximizeLikelihoodOptions<Model> & { readonly restarts: number; readonly rng: Rng },
): MaximizedLikelihood<Model> & { readonly objectives: readonly number[] } {
  if (!Number.isInteger(restarts) || restarts < 1) {
    throw new RangeError(`withRestarts(..., { restarts }): expected a positive integer, got ${restarts}.`);
  }
  const runs = Array.from({ length: restarts }, (_, i) => maximizeLikelihood(start(rng.fork(i), i), data, options));
  const best = runs.reduce((a, b) => (b.objective > a.objective ? b : a));
  return { ...best, objectives: runs.map(({ objective }) => objective) };
}
