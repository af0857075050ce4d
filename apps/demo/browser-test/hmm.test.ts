import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, type Visit, visit } from './visit.js';

// The table: step, move, log p(x), bound, gap.
let here: Visit;

const status = async (name: string): Promise<number> => Number.parseFloat(await here.status(name));

beforeAll(async () => {
  here = await visit('hmm');
  await here.panel.getByRole('heading', { level: 1, name: 'Hidden Markov model' }).waitFor();
});

afterAll(async () => {
  await here?.demo.close();
});

test('an E step makes the bound touch, an M step raises both', async () => {
  await here.press('E step');
  await here.press('M step');
  const [, e, m] = await here.rows();
  expect(e![4]).toBe(0);
  expect(m![3]!).toBeGreaterThan(e![3]!);
  expect(m![2]!).toBeGreaterThan(m![3]!);
});

test.each(['numbers', 'dice'])('%s: Baum-Welch finds most of the path, and log p(x) never falls', async (kind) => {
  await here.panel.getByText(kind, { exact: true }).click();
  const before = await status('viterbi');
  for (let i = 0; i < 4; i++) await here.press('10 rounds');
  const values = (await here.rows()).map((row) => row[2]!);
  for (const [i, value] of values.slice(1).entries()) expect(value).toBeGreaterThanOrEqual(values[i]!);
  const after = await status('viterbi');
  expect(after).toBeGreaterThan(before);
  expect(after).toBeGreaterThan((await status('ceiling')) - 15);
});

test('truth, path and posterior are drawn, a stretch of one state as one rectangle', async () => {
  const description = await here.panel.locator('svg[aria-label="The path"]').getAttribute('aria-description');
  expect(description).toContain(`right at ${(await status('viterbi')).toFixed(1)} % of 200 steps`);
  const stretches = await here.panel
    .locator('svg[aria-label="The path"] g[aria-label="rect"]')
    .first()
    .locator('rect')
    .count();
  // 200 steps with a chance of 0.08 to move: 16.9 stretches, standard deviation 3.8.
  expect(stretches).toBeGreaterThan(2);
  expect(stretches).toBeLessThan(33);
});

test('bad input: 9 states are refused in words', async () => {
  await here.panel.getByLabel('States', { exact: true }).fill('9');
  await here.press('New start');
  await here.panel.getByText('States: expected a whole number from 1 to 5, got 9.').waitFor({ timeout: 5000 });
  await here.panel.getByLabel('States', { exact: true }).fill('5');
  await here.press('New start');
  expect(await here.rows()).toHaveLength(1);
});

test('five states on twenty steps: as many rounds as one likes, no NaN', async () => {
  await here.panel.getByLabel('Length', { exact: true }).fill('20');
  await here.press('New start');
  for (let i = 0; i < 5; i++) await here.press('10 rounds');
  const values = (await here.rows()).map((row) => row[2]!);
  expect(values).toHaveLength(101);
  expect(values.every(Number.isFinite)).toBe(true);
  expect(await here.panel.locator('.alert:visible').count()).toBe(0);
});

endOfVisit(() => here.demo);
