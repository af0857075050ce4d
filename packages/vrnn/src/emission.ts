import { type Conditional, conditional, type Distribution, mlp, type NamedVariables, prefixed } from '@latents/core';
import type { Rng } from '@latents/math';
import type * as tf from '@tensorflow/tfjs-core';
import { autoregressiveWeights } from './autoregressive-bernoulli.js';
import { autoregressiveHead, type EmissionHead, emissionHead, type SimpleEmission } from './emission-heads.js';
import type { SupportName } from './sequences.js';

/** What one step of a sequence is, and how it is distributed given the features that the emission sees. */
export type EmissionKind =
  | SimpleEmission
  /** Bits that depend on the bits before them in the same step, through `hidden` units. */
  | { readonly autoregressive: { readonly hidden: number } };

export interface EmissionOptions {
  readonly kind: EmissionKind;
  /** The length of the features it is given, and of x_t. */
  readonly featureDim: number;
  readonly inputDim: number;
  /** Widths of the hidden layers between features and parameters. */
  readonly hidden: readonly number[];
  readonly rng: Rng;
}

/** P(x_t | features), which can be sharpened or flattened for sampling. */
export interface Emission {
  readonly inputShape: readonly number[];
  readonly eventShape: readonly number[];
  readonly variables: NamedVariables;
  /** Which values it gives probability to. */
  readonly support: SupportName;
  /**
   * @param temperature Divides logits, multiplies standard deviations: below 1 draws are more typical, above 1 more varied.
   */
  given(features: tf.Tensor, temperature?: number): Distribution;
  dispose(): void;
}

/**
 * An emission of the given kind, its parameters put out by a multilayer perceptron.
 *
 * @throws RangeError for a size that is not a positive integer.
 */
export function emission(options: EmissionOptions): Emission {
  const { kind, inputDim, rng } = options;
  if (typeof kind === 'string' || !('autoregressive' in kind)) return build(options, emissionHead(kind, inputDim));
  const weights = autoregressiveWeights(inputDim, kind.autoregressive.hidden, rng);
  const base = build(options, autoregressiveHead(weights));
  return {
    ...base,
    variables: { ...base.variables, ...prefixed('bits', weights.variables) },
    dispose: () => {
      base.dispose();
      weights.dispose();
    },
  };
}

function build({ featureDim, inputDim, hidden, rng }: EmissionOptions, head: EmissionHead): Emission {
  const { units, support } = head;
  const network = mlp({ inputDim: featureDim, hidden, outputDim: units, rng });
  const at = (temperature: number): Conditional =>
    conditional(
      network,
      { units, eventShape: [inputDim], distribution: (outputs) => head.distribution(outputs, temperature) },
      'emission',
    );
  const plain = at(1);
  return {
    inputShape: plain.inputShape,
    eventShape: plain.eventShape,
    variables: plain.variables,
    support,
    given: (features, temperature = 1) => (temperature === 1 ? plain : at(temperature)).given(features),
    dispose: () => plain.dispose(),
  };
}
