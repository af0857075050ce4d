import { browserMissing, type OpenPage, openPage } from '@latents/testing/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from './page.js';
import { WASM_FILES } from './wasm-files.js';

const missing = browserMissing('a lost device');

// Checkpoints are written after steps 1, 3 and 5: before the next step, or while the checkpoint of step 3 reads the weights.
const LOSSES = [
  { backend: 'webgl', after: 4, where: "step 5 of player 'encoder and decoder'", kept: 4 },
  { backend: 'webgl', after: 3, where: 'vae.read()', kept: 2 },
  { backend: 'webgpu', after: 4, where: "step 5 of player 'encoder and decoder'", kept: 4 },
  { backend: 'webgpu', after: 3, where: 'vae.read()', kept: 2 },
] as const;

describe.skipIf(missing).each(LOSSES)('a run on $backend that loses its device at $where', (loss) => {
  const { backend, after, where, kept } = loss;
  let page: OpenPage<Page>;
  beforeAll(async () => {
    page = await openPage<Page>(import.meta.dirname, { graphics: backend, files: WASM_FILES });
    expect(await page.call('start', backend, false)).toBe(backend);
  });
  afterAll(() => page?.close());

  it('ends with an error that names the backend, keeps its checkpoint, and goes on after resume', async () => {
    const { whole, first, error, rest, weights, wholeWeights } = await page.call('loseDevice', backend, after);
    expect(error).toContain(`DeviceLostError: ${where}: expected the device of the backend '${backend}' to stay`);
    expect([first.length, rest.from]).toEqual([after + 1, kept]);
    const nats = [...first.slice(0, rest.from), ...rest.nats];
    expect(nats).toHaveLength(whole.length);
    for (const [i, value] of whole.entries()) expect(nats[i]).toBeCloseTo(value, 4);
    for (const [i, value] of wholeWeights.entries()) expect(weights[i]).toBeCloseTo(value, 4);
  });
});
