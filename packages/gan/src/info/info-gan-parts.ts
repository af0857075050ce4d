import type { Network } from '@latents/core';
import { type Normalization, sizeOfShape } from '@latents/math';
import type { NoiseSpace } from '../game/noise.js';
import { checkNormalization } from '../game/normalization.js';
import type { Code } from './codes.js';

/** The parts of an `InfoGan`. D is the trunk and the discriminator; Q is the trunk and the posterior. */
export interface InfoGanParts {
  /** From noise, then the codes in their order, side by side, to one example. */
  readonly generator: Network;
  /** From one example to features, which D and Q share. */
  readonly trunk: Network;
  /** From features to D's logit. */
  readonly discriminator: Network;
  /** From features to the parameters of Q for each code in turn. */
  readonly posterior: Network;
  readonly noise: NoiseSpace;
  /** The latent codes by name. Their order is that of their inputs to the generator and of Q's outputs. */
  readonly codes: Readonly<Record<string, Code>>;
  /** The scale on which the networks see the data (default: that of the data). */
  readonly normalization?: Normalization;
}

/** Throws a RangeError unless each network takes what another one outputs. */
export function checkInfoGanParts(parts: InfoGanParts): void {
  const { generator, trunk, discriminator, posterior, noise, codes, normalization } = parts;
  if (Object.keys(codes).length === 0) {
    throw new RangeError('new InfoGan({ codes }): expected at least one code, got none. Without codes it is a Gan.');
  }
  const { dimension, units } = sizesOfCodes(codes);
  expectShape(
    'a generator that takes',
    noise.dimension + dimension,
    generator.inputShape,
    'noise and codes side by side',
  );
  const size = sizeOfShape(generator.outputShape);
  if (sizeOfShape(trunk.inputShape) !== size) {
    expectShape('a trunk that takes', generator.outputShape.join(), trunk.inputShape, 'as the generator outputs');
  }
  const features = trunk.outputShape.join();
  expectShape('a discriminator that takes', features, discriminator.inputShape, 'the features of the trunk');
  expectShape('a discriminator that outputs', 1, discriminator.outputShape, 'one logit');
  expectShape('a posterior that takes', features, posterior.inputShape, 'the features of the trunk');
  expectShape('a posterior that outputs', units, posterior.outputShape, 'the parameters of Q for all codes');
  if (normalization !== undefined) checkNormalization('new InfoGan', normalization, size);
}

/** Returns the number of values that the codes give to G, and the number of parameters of Q for them. */
export function sizesOfCodes(codes: Readonly<Record<string, Code>>): {
  readonly dimension: number;
  readonly units: number;
} {
  const all = Object.values(codes);
  return {
    dimension: all.reduce((sum, code) => sum + code.dimension, 0),
    units: all.reduce((sum, code) => sum + code.units, 0),
  };
}

/** Returns the parts of several networks whose second derivatives are not known; undefined if one network does not say. */
export function unknownParts(...networks: readonly Network[]): readonly string[] | undefined {
  const parts = networks.map(({ notTwiceDifferentiable }) => notTwiceDifferentiable);
  return parts.some((some) => some === undefined) ? undefined : parts.flatMap((some) => some!);
}

function expectShape(what: string, wanted: number | string, got: readonly number[], why: string): void {
  if (got.join() !== `${wanted}`) {
    throw new RangeError(`new InfoGan(parts): expected ${what} [${wanted}], ${why}, got [${got}].`);
  }
}
