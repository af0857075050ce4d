import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRng, createVae, fileStore, load, save, train } from '@latents/autoencoders';
import { useBackend } from '@latents/testing';
import { browserMissing, type OpenPage, openPage } from '@latents/testing/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bits } from '../readings.js';
import type { Page } from './page.js';

const binaries = join(
  dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')),
  'wasm-out',
);

describe.skipIf(browserMissing('models saved in Node and loaded in a page'))('a VAE saved in Node', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latents-saved-'));
  const path = join(folder, 'vae.safetensors');
  let page: OpenPage<Page>;

  beforeAll(async () => {
    await useBackend('cpu');
    const rng = createRng(1);
    const posterior = { realNvp: 2, context: 3 } as const;
    const vae = createVae({ inputDim: 12, latentDim: 4, hidden: [16], posterior, prior: { mixture: 3 }, rng });
    for await (const _ of train(vae, bits(50, 12), { steps: 5, rng }));
    await save(vae, fileStore(path));
    vae.dispose();
    const wasm = readdirSync(binaries).filter((name) => name.endsWith('.wasm'));
    page = await openPage<Page>(import.meta.dirname, { files: [path, ...wasm.map((name) => join(binaries, name))] });
  });

  afterAll(async () => {
    await page?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['cpu', 'wasm'] as const)(
    'on %s, gives a page that loads it from a URL, Response or File the same samples to the bit',
    async (backend) => {
      await useBackend(backend);
      const vae = await load(createVae, fileStore(path));
      const here = Array.from(await vae.generate(20, createRng(7)).data());
      vae.dispose();
      expect(here).toHaveLength(20 * 12);
      const there = await page.call('samplesOfLoaded', backend, '/vae.safetensors', 7, 20);
      expect(there).toEqual({ URL: here, Response: here, File: here });
      expect(page.errors).toEqual([]);
    },
  );
});
