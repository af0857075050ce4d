import { checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import { DegenerateModelError } from './degenerate-model-error.js';
import type { LatentVariableModel } from './latent-variable-model.js';
import { type MaximizedLikelihood, type MaximizeLikelihoodOptions, maximizeLikelihood } from './maximize-likelihood.js';

/**
 * Runs EM from several starts and keeps the best: EM finds a local maximum, and a symmetric start is a fixed point. A run that collapses
 * (a {@link DegenerateModelError}) is passed over.
 *
 * @param start Makes start number `index` from a stream of its own.
 * @returns The best run, and the objective of each run in nats, NaN for a run that collapsed.
 * @throws RangeError if `restarts` is not a positive integer, and as {@link maximizeLikelihood} does.
 * @throws DegenerateModelError of the first run if every run collapses.
 */
export function withRestarts<Data, Model extends LatentVariableModel<Data, Model>>(
  start: (rng: Rng, index: number) => Model,
  data: Data,
  { restarts, rng, ...options }: MaximizeLikelihoodOptions<Model> & { readonly restarts: number; readonly rng: Rng },
): MaximizedLikelihood<Model> & { readonly objectives: readonly number[] } {
  checkPositiveInteger('withRestarts(start, data, { restarts })', restarts);
  checkRng('withRestarts(start, data, { rng })', rng);
  const objectives: number[] = [];
  let best: MaximizedLikelihood<Model> | undefined;
  let first: DegenerateModelError | undefined;
  for (let i = 0; i < restarts; i++) {
    try {
      const run = maximizeLikelihood(start(rng.fork(i), i), data, options);
      objectives.push(run.objective);
      if (best === undefined || run.objective > best.objective) best = run;
    } catch (error) {
      if (!(error instanceof DegenerateModelError)) throw error;
      objectives.push(Number.NaN);
      first ??= error;
    }
  }
  if (best === undefined) throw first;
  return { ...best, objectives };
}
