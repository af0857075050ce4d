import {
  Bernoulli,
  type Conditional,
  conditional,
  type Distribution,
  type Head,
  Independent,
  MultivariateNormalDiag,
  mlp,
  type NamedVariables,
  prefixed,
  type Rng,
} from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { AutoregressiveBernoulli, autoregressiveWeights } from './autoregressive-bernoulli.js';

/** What one step of a sequence is, and how it is distributed given the features that the emission sees. */
export type EmissionKind =
  /** Independent bits. */
  | 'bernoulli'
  /** Real vectors with a learned mean and a learned diagonal variance. */
  | 'normal'
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
  readonly support: 'bits' | 'reals';
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
  if (kind === 'bernoulli') {
    return build(options, inputDim, 'bits', (outputs, temperature) => {
      return new Independent(new Bernoulli({ logits: outputs.div(temperature), validate: false }), 1);
    });
  }
  if (kind === 'normal') {
    return build(options, 2 * inputDim, 'reals', (outputs, temperature) => {
      const [loc, logVariance] = tf.split(outputs, 2, -1) as [tf.Tensor, tf.Tensor];
      return MultivariateNormalDiag.fromLogVariance({ loc, logVariance: logVariance.add(2 * Math.log(temperature)) });
    });
  }
  const weights = autoregressiveWeights(inputDim, kind.autoregressive.hidden, rng);
  const base = build(options, inputDim + weights.hidden, 'bits', (outputs, temperature) => {
    const [logitOffsets, hiddenOffsets] = tf.split(outputs, [inputDim, weights.hidden], -1) as [tf.Tensor, tf.Tensor];
    return new AutoregressiveBernoulli({ logitOffsets, hiddenOffsets, weights, temperature });
  });
  return {
    ...base,
    variables: { ...base.variables, ...prefixed('bits', weights.variables) },
    dispose: () => {
      base.dispose();
      weights.dispose();
    },
  };
}

function build(
  { featureDim, inputDim, hidden, rng }: EmissionOptions,
  units: number,
  support: Emission['support'],
  distribution: (outputs: tf.Tensor, temperature: number) => Distribution,
): Emission {
  const network = mlp({ inputDim: featureDim, hidden, outputDim: units, rng });
  const at = (temperature: number): Conditional => {
    const head: Head = { units, eventShape: [inputDim], distribution: (outputs) => distribution(outputs, temperature) };
    return conditional(network, head, 'emission');
  };
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
