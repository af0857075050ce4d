import type { Reparameterization } from '@latents/core';
import { checkOneOf } from '@latents/math';
import { spectralNorm } from './spectral-norm.js';

/** What kernels are made of, as plain JSON. */
export type ReparameterizationConfig = 'spectralNorm';

const REPARAMETERIZATIONS = { spectralNorm };

/** Returns a reparameterization as it is, or makes it from its name; undefined for none. */
export function reparameterizationOf(
  where: string,
  given: Reparameterization | ReparameterizationConfig | null | undefined,
): Reparameterization | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'function') return given;
  checkOneOf(where, given, REPARAMETERIZATIONS);
  return REPARAMETERIZATIONS[given]();
}
