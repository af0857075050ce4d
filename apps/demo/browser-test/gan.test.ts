import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, type Visit, visit } from './visit.js';

// One reader's visit, in order: each test goes on where the one before stopped.
let { demo, panel, press, reaches, rows, status } = {} as Visit;

beforeAll(async () => {
  ({ demo, panel, press, reaches, rows, status } = await visit('gan'));
  await reaches('ready');
  await panel.getByLabel('Backend', { exact: true }).selectOption('wasm');
});

afterAll(async () => {
  await demo?.close();
});

test('bad input is refused in words', async () => {
  await panel.getByLabel('Width of a mode', { exact: true }).fill('0');
  await press('Start');
  await panel.getByText('Width of a mode: expected a number from 0.05 to 0.4, got 0.').waitFor();
  await panel.getByLabel('Width of a mode', { exact: true }).fill('0.1');
});

test('the lesson: D lags behind, the bound is near 0, and a fresh discriminator finds what it hides', async () => {
  await press('D lags behind');
  await press('Start');
  await expect.poll(async () => (await rows()).length, { timeout: 200_000 }).toBeGreaterThan(2);
  const [step, said, fresh, truth] = (await rows()).at(-1)!;
  expect(step! % 100).toBe(0);
  expect(said).toBeLessThan(0.15);
  expect(fresh).toBeGreaterThan(0.4);
  expect(truth).toBeGreaterThan(0.4);
  expect(await status('verdict')).toMatch(/^the bound hides 0\.\d\d of 0\.\d\d nats/);
});

test('a fair game: more modes, and a truth that falls', async () => {
  await press('A fair game');
  await press('Reset');
  await reaches('ready');
  expect(await rows()).toEqual([]);
  await press('Start');
  await expect.poll(async () => (await rows()).length, { timeout: 200_000 }).toBeGreaterThan(3);
  const [, , fresh, truth] = (await rows()).at(-1)!;
  expect(truth).toBeLessThan(0.4);
  expect(fresh).toBeLessThan(truth! + 0.1);
  // By the truth, not by what a fresh discriminator happens to find.
  await press('Pause');
  await reaches('paused');
  await demo.page.waitForTimeout(500);
  const last = (await rows()).at(-1)!;
  const [, said, , jsd] = last;
  const verdict = await status('verdict');
  expect(verdict).toContain(jsd!.toFixed(2));
  expect(verdict.startsWith('close')).toBe(jsd! < 0.1);
  expect(verdict.includes('hides')).toBe(jsd! >= 0.1 && jsd! - Math.max(0, said!) > 0.1);
  expect(Number((await status('modes')).split(' ')[0])).toBeGreaterThan(5);
});

test('pause stops the steps; another objective and other data begin anew', async () => {
  await press('Resume');
  await reaches('training');
  await press('Pause');
  await reaches('paused');
  // A step that was under way is still told.
  await demo.page.waitForTimeout(500);
  const step = await status('step');
  await demo.page.waitForTimeout(1000);
  expect(await status('step')).toBe(step);
  await panel.getByLabel('Data', { exact: true }).selectOption('grid');
  await panel.getByLabel('Objective', { exact: true }).selectOption('wasserstein');
  await press('Reset');
  await reaches('ready');
  expect(await status('modes')).toContain('of 9');
  await press('Start');
  await expect.poll(async () => status('step'), { timeout: 60_000 }).toMatch(/^[1-9]\d* of/);
});

test('all of 25 modes, soon, with Fourier features and a penalty', async () => {
  await press('Pause');
  await press('All of 25 modes');
  await press('Reset');
  await reaches('ready');
  expect(await status('modes')).toContain('of 25');
  expect(Number.parseInt(await status('modes'), 10)).toBeLessThan(20);
  await press('Start');
  await expect.poll(async () => Number.parseInt(await status('modes'), 10), { timeout: 200_000 }).toBe(25);
});

endOfVisit(() => demo);
