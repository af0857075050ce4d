import type { Network } from '@latents/core';
import type { Normalization } from '@latents/math';
import type { NoiseSpace } from '../game/noise.js';
import type { Code } from './codes.js';

/** What an `InfoGan` is made of. */
export interface InfoGanParts {
  /** From noise, then the codes in their order, side by side, to one example. */
  readonly generator: Network;
  /** From one example to features, which D and Q share. */
  readonly trunk: Network;
  /** From features to D's logit. */
  readonly judge: Network;
  /** From features to what Q needs for each code in turn. */
  readonly posterior: Network;
  readonly noise: NoiseSpace;
  readonly codes: Readonly<Record<string, Code>>;
  /** The scale on which the networks see the data (default: as they are). */
  readonly normalization?: Normalization;
}
