import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRng, createVae, fileStore, save, train } from '@latents/autoencoders';
import { useBackend } from '@latents/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bits } from './readings.js';

const folder = mkdtempSync(join(tmpdir(), 'latents-process-'));
beforeAll(() => useBackend('cpu'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Prints a digest of samples of the model in the file that it is given. */
const SAMPLE = `
import '@tensorflow/tfjs';
import { createHash } from 'node:crypto';
import { createRng, createVae, fileStore, load } from '@latents/autoencoders';
load(createVae, fileStore(process.argv[1]))
  .then((vae) => vae.generate(20, createRng(7)).data())
  .then((samples) => console.log(createHash('sha256').update(samples).digest('hex')));
`;

test('a model that was trained and saved here gives the same samples to the bit in another process', async () => {
  const path = join(folder, 'vae.safetensors');
  const rng = createRng(1);
  const posterior = { realNvp: 2, context: 3 } as const;
  const vae = createVae({ inputDim: 12, latentDim: 4, hidden: [16], posterior, prior: { mixture: 3 }, rng });
  for await (const _ of train(vae, bits(50, 12), { steps: 5, rng }));
  await save(vae, fileStore(path));
  const here = createHash('sha256').update(await vae.generate(20, createRng(7)).data());
  const program = ['--import', 'tsx', '--conditions=@latents/source', '--input-type=module', '--eval', SAMPLE, path];
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, program, { cwd });
  expect(stdout.trim().split('\n').at(-1)).toBe(here.digest('hex'));
  vae.dispose();
}, 120_000);
