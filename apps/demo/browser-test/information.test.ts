import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, type Visit, visit } from './visit.js';

// One reader's visit, in order: each test goes on where the one before stopped.
let { demo, panel, press, reaches, rows, status } = {} as Visit;
/** -4/2 log(1 - 0.8^2), the settings that the panel opens with. */
const TRUTH = -2 * Math.log(0.36);

beforeAll(async () => {
  ({ demo, panel, press, reaches, rows, status } = await visit('information'));
});

afterAll(async () => {
  await demo?.close();
});

test('opens with the truth in closed form, and what needs no training near it', async () => {
  await reaches('ready');
  expect(await status('truth')).toBe(`${TRUTH.toFixed(3)} nats`);
  const copula = /Gaussian copula (\d+\.\d\d)/.exec(await status('facts'));
  // 2,048 pairs: a standard error of 0.04.
  expect(Math.abs(Number(copula?.[1]) - TRUTH)).toBeLessThan(0.16);
});

test('bad input is refused in words', async () => {
  await panel.getByLabel('Correlation', { exact: true }).fill('1');
  await press('Start');
  await panel.getByText('Correlation: expected a number from -0.999 to 0.999, got 1.').waitFor();
  await panel.getByLabel('Correlation', { exact: true }).fill('0.8');
});

test('critics learn: lower bounds rise towards the truth and not above it', async () => {
  await panel.getByLabel('Backend', { exact: true }).selectOption('wasm');
  await press('Start');
  await expect.poll(async () => (await rows()).length, { timeout: 200_000 }).toBeGreaterThan(16);
  const last = (await rows()).at(-1)!;
  const [, infoNce, nwj] = last;
  expect(infoNce).toBeGreaterThan(0.5 * TRUTH);
  // Of 32 batches of 64 the mean InfoNCE errs by about 0.05; NWJ by more, as its variance grows with exp I.
  expect(infoNce).toBeLessThan(TRUTH + 0.2);
  expect(nwj).toBeLessThan(TRUTH + 0.6);
});

test('pause stops the steps', async () => {
  await press('Pause');
  await reaches('paused');
  // A step that was under way is still told.
  await demo.page.waitForTimeout(500);
  const step = await status('step');
  await demo.page.waitForTimeout(1000);
  expect(await status('step')).toBe(step);
});

test('the truth is drawn across, and the ceiling of InfoNCE where it is near', async () => {
  const key = await panel.locator('.plot-key').textContent();
  for (const name of ['truth', 'InfoNCE', 'NWJ', 'Jensen-Shannon', 'MINE', 'SMILE']) expect(key).toContain(name);
  expect(key).not.toContain('ceiling');
  await panel.getByLabel('Batch size', { exact: true }).fill('6');
  await press('Reset');
  await reaches('ready');
  expect(await panel.locator('.plot-key').textContent()).toContain('ceiling of InfoNCE');
});

endOfVisit(() => demo);
