import type { LatentVariableModel } from './latent-variable-model.js';
import { type MaximizedLikelihood, type MaximizeLikelihoodOptions, maximizeLikelihood } from './maximize-likelihood.js';

/**
 * Runs generalised EM, whose M step raises `expectedLogJoint + logPrior` and need not maximise it. The model that `improve` returns is
 * checked to do so, and log p(x) + log prior then never falls.
 *
 * @param improve A model whose expected log joint under `statistics`, with its log prior, is no lower than that of `model`.
 * @throws RangeError if it is lower, saying by how much, and as {@link maximizeLikelihood} does.
 * @see Stratos A.3; Dempster, Laird & Rubin 1977, section 3
 */
export function generalizedEm<Data, Model extends LatentVariableModel<Data, Model>>(
  start: Model,
  data: Data,
  improve: (model: Model, statistics: Float64Array) => Model,
  options: Omit<MaximizeLikelihoodOptions<Model>, 'acceleration' | 'onIteration'>,
): MaximizedLikelihood<Model> {
  const { model, ...rest } = maximizeLikelihood<Data, Improved<Data, Model>>(
    new Improved(start, improve),
    data,
    options,
  );
  return { ...rest, model: model.model };
}

/** Wraps a model so that its M step is `improve`. */
class Improved<Data, Model extends LatentVariableModel<Data, Model>>
  implements LatentVariableModel<Data, Improved<Data, Model>>
{
  readonly model: Model;
  private readonly improve: (model: Model, statistics: Float64Array) => Model;

  constructor(model: Model, improve: (model: Model, statistics: Float64Array) => Model) {
    this.model = model;
    this.improve = improve;
  }

  expect(data: Data) {
    return this.model.expect(data);
  }

  maximize(statistics: Float64Array): Improved<Data, Model> {
    const next = this.improve(this.model, statistics);
    const before = this.expectedLogJoint(statistics) + this.logPrior();
    const after = next.expectedLogJoint(statistics) + next.logPrior();
    if (!(after >= before - 1e-9 * (1 + Math.abs(before))))
      throw new RangeError(
        `generalizedEm(start, data, improve): expected a model of no lower expectedLogJoint() + logPrior(), got ${after} after ${before}. Take a smaller step.`,
      );
    return new Improved(next, this.improve);
  }

  expectedLogJoint(statistics: Float64Array): number {
    return this.model.expectedLogJoint(statistics);
  }

  logPrior(): number {
    return this.model.logPrior();
  }

  toUnconstrained(): Float64Array {
    return this.model.toUnconstrained();
  }

  fromUnconstrained(point: Float64Array): Improved<Data, Model> {
    return new Improved(this.model.fromUnconstrained(point), this.improve);
  }

  gradient(statistics: Float64Array): Float64Array {
    return this.model.gradient(statistics);
  }
}
