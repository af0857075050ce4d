import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visit, visit } from './visit.js';

// One reader's visit, in order: each test goes on where the one before stopped.
let { demo, panel, press, reaches, rows } = {} as Visit;

beforeAll(async () => {
  ({ demo, panel, press, reaches, rows } = await visit('autoencoders'));
});

afterAll(async () => {
  await demo?.close();
});

test('bad input is refused in words', async () => {
  await reaches('ready');
  await panel.getByLabel('Masked share', { exact: true }).fill('1');
  await press('Start');
  await panel.getByText('Masked share: expected a number from 0.05 to 0.95, got 1.').waitFor();
  await panel.getByLabel('Masked share', { exact: true }).fill('0.5');
});

test('all three learn; shown masked digits, the denoising model draws them best', async () => {
  await panel.getByLabel('Backend', { exact: true }).selectOption('wasm');
  await press('Start');
  await expect.poll(async () => (await rows()).at(-1)?.[0] ?? 0, { timeout: 200_000 }).toBeGreaterThan(200);
  const all = await rows();
  const first = all[0]!;
  const [, basic, denoising, variational, basicMasked, denoisingMasked, variationalMasked] = all.at(-1)!;
  for (const [i, now] of [basic, denoising, variational].entries()) expect(now).toBeGreaterThan(first[i + 1]! + 200);
  expect(denoisingMasked).toBeGreaterThan(basicMasked!);
  expect(denoisingMasked).toBeGreaterThan(variationalMasked!);
});

test('every picture is painted: some ink, some paper', async () => {
  for (const name of ['clean', 'corrupted', 'decoded']) {
    const shades = await panel.locator(`[data-grid="${name}"] canvas`).evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      return new Set(data.filter((_, i) => i % 4 === 0)).size;
    });
    expect(shades).toBeGreaterThan(20);
  }
  await press('Pause');
});

test('narrow: nothing is wider than a phone', async () => {
  await demo.page.setViewportSize({ width: 390, height: 844 });
  await demo.page.waitForTimeout(300);
  expect(await demo.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('no errors, and nothing asked of another server', () => {
  expect(demo.errors).toEqual([]);
  expect(demo.requests.filter((address) => !address.startsWith(demo.url) && !address.startsWith('blob:'))).toEqual([]);
});
