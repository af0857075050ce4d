import { type Autoencoder, createAutoencoder, createRng, createVae, load, type Vae } from '@latents/autoencoders';
import type { MultivariateNormalDiag, MultivariateNormalTriL } from '@latents/core';
import { useBackend } from '@latents/testing';
import { beforeAll, expect, expectTypeOf, test } from 'vitest';
import { bytesOf } from './readings.js';

beforeAll(() => useBackend('cpu'));
const sizes = { inputDim: 4, latentDim: 2, hidden: [3] };

test('load gives the type of the factory: of the default posterior, or of the one that is named', async () => {
  const diagonal = await load(createVae, await bytesOf(createVae({ ...sizes, rng: createRng(0) })));
  expectTypeOf(diagonal).toEqualTypeOf<Vae<MultivariateNormalDiag>>();
  const full = await load(
    createVae<'full'>,
    await bytesOf(createVae({ ...sizes, posterior: 'full', rng: createRng(0) })),
  );
  expectTypeOf(full).toEqualTypeOf<Vae<MultivariateNormalTriL>>();
  expect(full.config['options']).toMatchObject({ posterior: 'full' });
  const basic = await load(createAutoencoder, await bytesOf(createAutoencoder({ ...sizes, rng: createRng(0) })));
  expectTypeOf(basic).toEqualTypeOf<Autoencoder>();
  for (const model of [diagonal, full, basic]) model.dispose();
});
