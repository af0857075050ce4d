import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visit, visit } from './visit.js';

// One reader's visit, in order: each test goes on where the one before stopped.
let { demo, panel, press, reaches, rows, status } = {} as Visit;
const COLLAPSED = 6;

beforeAll(async () => {
  ({ demo, panel, press, reaches, rows, status } = await visit('collapse'));
  await reaches('ready');
  await panel.getByLabel('Backend', { exact: true }).selectOption('wasm');
});

afterAll(async () => {
  await demo?.close();
});

async function trained(steps: number): Promise<number[]> {
  await expect.poll(async () => (await rows()).at(-1)?.[0] ?? 0, { timeout: 200_000 }).toBeGreaterThan(steps);
  return (await rows()).at(-1)!;
}

test('bad input is refused in words', async () => {
  await panel.getByLabel('Free nats', { exact: true }).fill('-1');
  await press('Start');
  await panel.getByText('Free nats: expected a number from 0 to 10, got -1.').waitFor();
});

test('a dear rate: every coordinate collapses, and the panel says so', async () => {
  await press('Beta 60');
  await press('Start');
  const collapsed = async () => (await rows()).at(-1)?.[COLLAPSED] ?? 0;
  await expect.poll(collapsed, { timeout: 150_000, interval: 500 }).toBeGreaterThan(15);
  const [, beta, , rate] = (await rows()).at(-1)!;
  expect(beta).toBe(60);
  expect(rate).toBeLessThan(0.5);
  expect(await status('collapse')).toMatch(/latent coordinates equal the prior/);
});

test('with free nats they speak, at the same price', async () => {
  await press('Pause');
  await press('Beta 60, free nats');
  await press('Reset');
  await reaches('ready');
  await press('Start');
  const row = await trained(200);
  // 20 coordinates of 0.5 nats each.
  expect(row[3]).toBeGreaterThan(5);
  expect(row[COLLAPSED]).toBe(0);
  expect(await status('collapse')).toBe('No coordinate has collapsed.');
});

test('both runs are in the plane of rate and distortion, until the one before is forgotten', async () => {
  await press('Pause');
  const names = () => panel.locator('[data-plot="trade-off"] svg text').allTextContents();
  expect(await names()).toEqual(expect.arrayContaining(['β 60', 'β 60, 0.5 free']));
  await press('Forget the runs before');
  expect(await names()).not.toContain('β 60');
  expect(await names()).toContain('β 60, 0.5 free');
});

test('every picture is painted: some ink, some paper', async () => {
  for (const name of ['reconstructions', 'samples']) {
    const shades = await panel.locator(`[data-grid="${name}"] canvas`).evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      return new Set(data.filter((_, i) => i % 4 === 0)).size;
    });
    expect(shades).toBeGreaterThan(20);
  }
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
