import type { Network } from '@latents/core';
import { checkPositiveInteger, type Normalization, sizeOfShape } from '@latents/math';
import type { NoiseSpace } from './noise.js';
import { checkNormalization } from './normalization.js';

/** The parts of a `Gan`. */
export interface GanParts {
  /** From noise to one example. */
  readonly generator: Network;
  /** From `packing` examples, side by side, to one logit. */
  readonly discriminator: Network;
  readonly noise: NoiseSpace;
  /** Number of examples that D judges at once (default 1): packing, against collapse. @see Lin et al. 2018 */
  readonly packing?: number;
  /** The scale on which the networks see the data (default: that of the data). */
  readonly normalization?: Normalization;
}

/** Throws a RangeError unless each network takes what another one outputs. */
export function checkGanParts({ generator, discriminator, noise, packing = 1, normalization }: GanParts): void {
  checkPositiveInteger('new Gan({ packing })', packing);
  if (generator.inputShape.join() !== `${noise.dimension}`) {
    throw new RangeError(
      `new Gan(parts): expected a generator that takes [${noise.dimension}], the noise, got [${generator.inputShape}].`,
    );
  }
  const size = sizeOfShape(generator.outputShape);
  if (sizeOfShape(discriminator.inputShape) !== packing * size) {
    throw new RangeError(
      `new Gan(parts): expected a discriminator of ${packing} times [${generator.outputShape}], got one that takes [${discriminator.inputShape}].`,
    );
  }
  if (discriminator.outputShape.join() !== '1') {
    throw new RangeError(
      `new Gan(parts): expected a discriminator that outputs one logit, [1], got [${discriminator.outputShape}].`,
    );
  }
  if (normalization !== undefined) checkNormalization('new Gan', normalization, size);
}
