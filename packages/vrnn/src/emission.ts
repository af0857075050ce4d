import {
  type Activation,
  type Conditional,
  conditional,
  type Distribution,
  describeNetwork,
  mlp,
  type NamedVariables,
  prefixed,
} from '@latents/core';
import { checkOptions, checkPositiveInteger, type Rng } from '@latents/math';
import type { Json } from '@latents/training';
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
  /** Activation of the hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  readonly rng: Rng;
}

/** P(x_t | features), which can be sharpened or flattened for sampling. */
export interface EmissionNetwork {
  readonly inputShape: readonly number[];
  readonly eventShape: readonly number[];
  readonly variables: NamedVariables;
  /** Plain JSON description: kind, network. Files and checkpoints compare it; without it, only the shapes. */
  readonly config?: Json;
  /** Which values it gives probability to. */
  readonly support: SupportName;
  /**
   * @param temperature Divides logits, multiplies standard deviations: below 1 draws are more typical, above 1 more varied.
   */
  given(features: tf.Tensor, temperature?: number): Distribution;
  dispose(): void;
}

const NAMES: readonly unknown[] = ['bernoulli', 'categorical', 'normal'];

/** The size that each kind of emission with a size has. */
const SIZES = { mixture: 'components', autoregressive: 'hidden' } as const;

/**
 * Refuses anything but the kind of an emission.
 *
 * @param where The call and the option: `createVrnn({ emission })`.
 * @throws RangeError for an unknown kind, or a size that is not a positive integer.
 */
export function checkEmissionKind(where: string, kind: unknown): asserts kind is EmissionKind {
  if (NAMES.includes(kind)) return;
  const [[name, inner] = ['', undefined], ...more] = typeof kind === 'object' ? Object.entries(kind ?? {}) : [];
  if (!Object.hasOwn(SIZES, name) || more.length > 0) {
    throw new RangeError(
      `${where}: expected 'bernoulli', 'categorical', 'normal', { mixture: { components } } or { autoregressive: { hidden } }, got ${typeof kind === 'string' ? `'${kind}'` : JSON.stringify(kind)}.`,
    );
  }
  const size = SIZES[name as keyof typeof SIZES];
  checkOptions<Record<string, unknown>, [string]>(`${where}.${name}`, inner as Record<string, unknown>, [size]);
  checkPositiveInteger(`${where}.${name}.${size}`, (inner as Record<string, unknown>)[size]);
}

/**
 * Returns an emission of the given kind, whose parameters are the outputs of a multilayer perceptron.
 *
 * @throws RangeError for an unknown kind, or a size that is not a positive integer.
 */
export function emission(options: EmissionOptions): EmissionNetwork {
  const { kind, inputDim, rng } = options;
  checkEmissionKind('emission({ kind })', kind);
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

function build(
  { kind, featureDim, inputDim, hidden, activation = 'relu', rng }: EmissionOptions,
  head: EmissionHead,
): EmissionNetwork {
  const { units, support } = head;
  const network = mlp({ inputDim: featureDim, hidden, outputDim: units, activation, rng });
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
    config: { kind, network: describeNetwork(network) },
    support,
    given: (features, temperature = 1) => (temperature === 1 ? plain : at(temperature)).given(features),
    dispose: () => plain.dispose(),
  };
}
