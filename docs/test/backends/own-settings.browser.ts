import { browserMissing, type OpenPage, openPage } from '@latents/testing/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES } from './cases/index.js';
import { disagreement } from './disagreement.js';
import type { Page } from './page.js';
import { WASM_FILES } from './wasm-files.js';

const missing = browserMissing('webgpu with the settings of tfjs');

// tfjs computes with small tensors on the cpu by default, and both kinds meet in one program.
describe.skipIf(missing)('on webgpu with the settings of tfjs', () => {
  let page: OpenPage<Page>;
  beforeAll(async () => {
    page = await openPage<Page>(import.meta.dirname, { graphics: 'webgpu', files: WASM_FILES });
    expect(await page.call('start', 'webgpu', false, true)).toBe('webgpu');
  });
  afterAll(async () => {
    const errors = page?.errors;
    await page?.close();
    expect(errors).toEqual([]);
  });

  it.each(['createVae, default sizes', 'NonFiniteError at a learning rate of 1e6'])(
    '%s gives the numbers of cpu to 1e-4',
    async (name) => {
      const index = CASES.findIndex((each) => each.name === name);
      const cpu = await page.call('run', 'cpu', index);
      const outcome = await page.call('run', 'webgpu', index);
      if (typeof cpu === 'string' || typeof outcome === 'string') throw new Error(`cpu ${cpu}, webgpu ${outcome}`);
      expect(disagreement(outcome, cpu)).toBeLessThan(1e-4);
    },
  );

  it('bestBackend finds no fault in webgpu, webgl and wasm, and takes one of them', async () => {
    const { backend, trials } = await page.call('best', { batch: 8, inputDim: 16, hidden: 8, latentDim: 2 });
    expect(trials.map((trial) => [trial.backend, trial.fault])).toEqual([
      ['webgpu', undefined],
      ['webgl', undefined],
      ['wasm', undefined],
    ]);
    expect(trials.find((trial) => trial.backend === backend)!.milliseconds).toBe(
      Math.min(...trials.map(({ milliseconds }) => milliseconds)),
    );
  });
});
