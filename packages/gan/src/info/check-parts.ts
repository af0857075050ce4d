import type { Network } from '@latents/core';
import { sizeOfShape } from '@latents/math';
import { checkNormalization } from '../game/normalization.js';
import type { InfoGanParts } from './info-gan-parts.js';

/** Throws a RangeError unless the networks take what the others put out. */
export function checkParts({ generator, trunk, judge, posterior, noise, codes, normalization }: InfoGanParts): void {
  const all = Object.values(codes);
  const sum = (of: (code: (typeof all)[number]) => number) => all.reduce((total, code) => total + of(code), 0);
  const expect = (what: string, wanted: number | string, got: readonly number[], why: string) => {
    if (got.join() !== `${wanted}`) {
      throw new RangeError(`new InfoGan(parts): expected ${what} [${wanted}], ${why}, got [${got}].`);
    }
  };
  if (all.length === 0) {
    throw new RangeError('new InfoGan({ codes }): expected at least one code, got none. Without codes it is a Gan.');
  }
  const latents = noise.dimension + sum(({ dimension }) => dimension);
  expect('a generator that takes', latents, generator.inputShape, 'noise and codes side by side');
  const size = sizeOfShape(generator.outputShape);
  if (sizeOfShape(trunk.inputShape) !== size) {
    expect('a trunk that takes', generator.outputShape.join(), trunk.inputShape, 'as the generator puts out');
  }
  expect('a judge that takes', trunk.outputShape.join(), judge.inputShape, 'the features of the trunk');
  expect('a judge that puts out', 1, judge.outputShape, 'one logit');
  expect('a posterior that takes', trunk.outputShape.join(), posterior.inputShape, 'the features of the trunk');
  expect(
    'a posterior that puts out',
    sum(({ units }) => units),
    posterior.outputShape,
    'what Q needs for all codes',
  );
  if (normalization !== undefined) checkNormalization('new InfoGan', normalization, size);
}

/** The parts of several networks whose second derivatives are not known to be right: undefined if one does not say. */
export function unknownParts(...networks: readonly Network[]): readonly string[] | undefined {
  const parts = networks.map(({ notTwiceDifferentiable }) => notTwiceDifferentiable);
  return parts.some((some) => some === undefined) ? undefined : parts.flatMap((some) => some!);
}
