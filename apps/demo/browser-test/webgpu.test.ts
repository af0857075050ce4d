import { afterAll, expect, test } from 'vitest';
import { type Visit, visit } from './visit.js';

// A Chromium without a GPU computes in software (SwiftShader), which takes seconds for a step of the panel's model.
let visited: Visit | undefined;

afterAll(async () => {
  await visited?.demo.close();
});

test('the VAE panel on webgpu draws training next to held-out bounds, and says what cpu says', async () => {
  visited = await visit('vae', 'webgpu');
  const { panel, reaches, press, status, rows, demo } = visited;
  await reaches('ready');
  const found: number[][] = [];
  for (const backend of ['webgpu', 'cpu']) {
    await panel.getByLabel('Backend', { exact: true }).selectOption(backend);
    await press('Reset');
    await reaches('ready');
    expect(await status('backend')).toBe(backend);
    await press('Start');
    const at = async () => (await rows()).find((row) => row[0] === 4);
    await expect.poll(at, { timeout: 400_000, interval: 500 }).toBeDefined();
    await press('Pause');
    if (backend === 'webgpu' && process.env['SCREENSHOT']) {
      await demo.page.screenshot({ path: process.env['SCREENSHOT'], fullPage: true });
    }
    found.push((await at())!);
  }
  // Column 2 is the bound in training, and 3 the one held out: hundreds of nats, sums over 784 pixels.
  const [onGpu, onCpu] = found as [number[], number[]];
  expect(Math.abs(onGpu[2]! - onGpu[3]!)).toBeLessThan(50);
  for (const column of [2, 3, 4, 5]) expect(Math.abs(onGpu[column]! - onCpu[column]!)).toBeLessThan(0.01);
  expect(demo.errors).toEqual([]);
}, 900_000);
