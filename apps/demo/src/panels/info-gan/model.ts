import { mlp } from '@latents/core';
import { categoricalCode, dcganDiscriminator, dcganGenerator, gaussianNoise, InfoGan, uniformCode } from '@latents/gan';
import type { Rng } from '@latents/math';
import { CLASSES, FEATURES, FILTERS, NOISE, SIDE } from './settings.js';

/** Returns a small DCGAN whose generator is fed a class and two continuous codes next to its noise. */
export function createModel(rng: Rng): InfoGan {
  const codes = { class: categoricalCode(CLASSES), first: uniformCode(1), second: uniformCode(1) };
  const sum = (of: 'dimension' | 'units') => Object.values(codes).reduce((total, code) => total + code[of], 0);
  const shape = { imageShape: [SIDE, SIDE, 1] as const, filters: FILTERS };
  return new InfoGan({
    codes,
    noise: gaussianNoise(NOISE),
    generator: dcganGenerator({ ...shape, latentDim: NOISE + sum('dimension'), rng: rng.fork(0) }),
    trunk: dcganDiscriminator({ ...shape, outputDim: FEATURES, rng: rng.fork(1) }),
    discriminator: mlp({ inputDim: FEATURES, hidden: [], outputDim: 1, rng: rng.fork(2) }),
    posterior: mlp({ inputDim: FEATURES, hidden: [], outputDim: sum('units'), rng: rng.fork(3) }),
  });
}
