import type {
  Conditional,
  DenseLayer,
  MultivariateNormalDiag,
  NamedVariables,
  Network,
  RecurrenceLayers,
} from '@latents/core';
import { sizeOfShape } from '@latents/math';
import type * as tf from '@tensorflow/tfjs-core';
import type { RecurrentCell } from './cell.js';
import type { EmissionNetwork } from './emission.js';

/** The parts of a {@link Vrnn}. Widths: F of x's features, G of z's, H of the hidden state. */
export interface VrnnParts {
  /** The length of x_t and of z_t. */
  readonly inputDim: number;
  readonly latentDim: number;
  /** Features of x_t and of z_t. */
  readonly xFeatures: Network;
  readonly zFeatures: Network;
  /** tau: takes [features of x_t, features of z_t], or the latter alone where the state must not see x. */
  readonly cell: RecurrentCell;
  /** P(z_t | h_{t-1}), or N(0, I) at every step. */
  readonly prior: Conditional<MultivariateNormalDiag> | 'standard';
  /** q(z_t | x_t, h_{t-1}): takes [features of x_t, h_{t-1}]; with a backward cell, [its hidden state, h_{t-1}]. */
  readonly posterior: Conditional<MultivariateNormalDiag>;
  /** A recurrent network over the features of x_T .. x_t, for a posterior that sees the future: smoothing. */
  readonly backward?: RecurrentCell;
  /** P(x_t | z_t, h_{t-1}): takes [features of z_t, h_{t-1}], or the former alone. */
  readonly emission: EmissionNetwork;
  /**
   * The weights of cell, posterior and features of z, where these are a GRU that sees x and z, a normal of loc and log-variance, and dense
   * layers: the posterior then runs over all steps as core's `recurrence`. Without it, step by step.
   */
  readonly recurrence?: RecurrenceLayers | undefined;
  /** Whether the state sees x_t besides z_t (default true). Without it the model is a deep Markov model. */
  readonly stateSeesInput?: boolean;
  /** Whether the emission sees h_{t-1} besides z_t (default true). */
  readonly emissionSeesState?: boolean;
}

/** Throws a RangeError that names the first two parts whose widths do not meet. */
export function checkParts(parts: VrnnParts): void {
  const { inputDim, latentDim, xFeatures, zFeatures, cell, prior, posterior, backward, emission } = parts;
  const f = sizeOfShape(xFeatures.outputShape);
  const g = sizeOfShape(zFeatures.outputShape);
  const h = cell.units;
  const meets: [part: string, got: number, expected: number, of: string][] = [
    ['xFeatures input', sizeOfShape(xFeatures.inputShape), inputDim, 'inputDim'],
    ['zFeatures input', sizeOfShape(zFeatures.inputShape), latentDim, 'latentDim'],
    ['cell input', cell.inputDim, parts.stateSeesInput === false ? g : f + g, 'the features it sees'],
    ['posterior input', sizeOfShape(posterior.inputShape), (backward?.units ?? f) + h, 'the features and h'],
    ['posterior event', sizeOfShape(posterior.eventShape), latentDim, 'latentDim'],
    ['emission input', sizeOfShape(emission.inputShape), parts.emissionSeesState === false ? g : g + h, 'what it sees'],
    ['emission event', sizeOfShape(emission.eventShape), inputDim, 'inputDim'],
  ];
  if (backward !== undefined) meets.push(['backward input', backward.inputDim, f, 'the features of x']);
  if (prior !== 'standard') {
    meets.push(
      ['prior input', sizeOfShape(prior.inputShape), h, 'h'],
      ['prior event', sizeOfShape(prior.eventShape), latentDim, 'latentDim'],
    );
  }
  for (const [part, got, expected, of] of meets) {
    if (got !== expected)
      throw new RangeError(`new Vrnn(parts): expected ${part} of width ${expected} (${of}), got ${got}.`);
  }
  checkRecurrence(parts);
}

/** Throws a RangeError unless the weights of the recurrence are those of the parts, all of them and no others. */
function checkRecurrence({ cell, posterior, zFeatures, recurrence }: VrnnParts): void {
  if (recurrence === undefined) return;
  const weights = (layers: readonly DenseLayer[]) => layers.flatMap(({ kernel, bias }) => [kernel, bias]);
  const meets: [part: string, given: readonly tf.Tensor[], of: NamedVariables][] = [
    ['cell', Object.values(recurrence.cell), cell.variables],
    ['posterior', weights(recurrence.posterior), posterior.variables],
    ['zFeatures', weights(recurrence.zFeatures), zFeatures.variables],
  ];
  for (const [part, given, variables] of meets) {
    const own = Object.values(variables);
    if (given.length !== own.length || !own.every((variable) => given.includes(variable))) {
      throw new RangeError(
        `new Vrnn({ recurrence }): expected the ${own.length} variables of ${part} as its weights, got ${given.length} tensors, not all of them these. Leave out recurrence for a part that is not made of dense layers.`,
      );
    }
  }
}
