import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, expectPainted, type Visit, visit } from './visit.js';

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
  await expectPainted(panel, ['reconstructions', 'samples']);
});

endOfVisit(() => demo);
