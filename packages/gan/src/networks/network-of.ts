import { allOrNone, type MlpOptions, mlp, type Network, sequential } from '@latents/core';
import { checkOneOf, checkOptions, type Rng } from '@latents/math';
import {
  type DcganDiscriminatorOptions,
  type DcganGeneratorOptions,
  dcganDiscriminator,
  dcganGenerator,
} from './dcgan.js';
import { type FourierFeaturesOptions, fourierFeatures } from './fourier-features.js';
import { type MaxoutOptions, maxoutNet } from './maxout-net.js';
import { type MinibatchDiscriminationOptions, minibatchDiscrimination } from './minibatch-discrimination.js';
import { type ReparameterizationConfig, reparameterizationOf } from './reparameterization-of.js';

export type DescribedNetwork<Kind extends string, Options> = { readonly kind: Kind } & Omit<
  Options,
  'rng' | 'reparameterize'
>;

/** A network as plain JSON: the name of the function that makes it, and its options. */
export type NetworkConfig =
  | (DescribedNetwork<'mlp', MlpOptions> & { readonly kernel?: ReparameterizationConfig | null })
  | DescribedNetwork<'dcganGenerator', DcganGeneratorOptions>
  | (DescribedNetwork<'dcganDiscriminator', DcganDiscriminatorOptions> & {
      readonly reparameterize?: ReparameterizationConfig | null;
    })
  | DescribedNetwork<'fourierFeatures', FourierFeaturesOptions>
  | DescribedNetwork<'maxoutNet', MaxoutOptions>
  | DescribedNetwork<'minibatchDiscrimination', MinibatchDiscriminationOptions>
  | { readonly kind: 'sequential'; readonly networks: readonly NetworkConfig[] };

type Makers = { readonly [K in NetworkConfig['kind']]: (config: never, rng: Rng) => Network };

const MAKERS: Makers = {
  mlp: perceptron,
  dcganGenerator: (config: DcganGeneratorOptions, rng) => dcganGenerator({ ...config, rng }),
  dcganDiscriminator: (config: DcganDiscriminatorOptions, rng) => dcganDiscriminator({ ...config, rng }),
  fourierFeatures: (config: FourierFeaturesOptions, rng) => fourierFeatures({ ...config, rng }),
  maxoutNet: (config: MaxoutOptions, rng) => maxoutNet({ ...config, rng }),
  minibatchDiscrimination: (config: MinibatchDiscriminationOptions, rng) => minibatchDiscrimination({ ...config, rng }),
  sequential: inOrder,
};

/**
 * Makes a network from its description.
 *
 * @param where The call and the option: `createGan({ generator })`.
 * @throws TypeError for what is no description, such as a network.
 * @throws RangeError for an unknown kind, option or value.
 */
export function networkOf(where: string, config: NetworkConfig, rng: Rng): Network {
  if (typeof config !== 'object' || config === null || 'apply' in config) {
    throw new TypeError(
      `${where}: expected a description, as { kind: 'dcganGenerator', latentDim: 16 }, got ${'apply' in Object(config) ? 'a network; give it to a class' : String(config)}.`,
    );
  }
  const { kind, ...options } = config;
  checkOneOf(`${where}: kind`, kind, MAKERS);
  return MAKERS[kind](options as never, rng);
}

function perceptron(config: Omit<Extract<NetworkConfig, { kind: 'mlp' }>, 'kind'>, rng: Rng): Network {
  const known = ['inputDim', 'hidden', 'outputDim', 'activation', 'outputActivation', 'batchNorm'] as const;
  checkOptions("{ kind: 'mlp' }", config, [...known, 'batchNormOutput', 'kernel']);
  const { kernel, ...options } = config;
  const reparameterize = reparameterizationOf("{ kind: 'mlp', kernel }", kernel);
  return mlp({ ...options, ...(reparameterize && { reparameterize }), rng });
}

function inOrder(config: { readonly networks: readonly NetworkConfig[] }, rng: Rng): Network {
  checkOptions("{ kind: 'sequential' }", config, ['networks']);
  if (!Array.isArray(config.networks)) throw new TypeError("{ kind: 'sequential', networks }: expected an array.");
  return allOrNone((keep) =>
    sequential(...config.networks.map((each, i) => keep(networkOf(`networks[${i}]`, each, rng)))),
  );
}
