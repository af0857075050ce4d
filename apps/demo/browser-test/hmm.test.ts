import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDemo, openDemo } from './open-demo.js';

let demo: OpenDemo;
let panel: Locator;

const status = async (name: string): Promise<number> =>
  Number.parseFloat((await panel.locator(`[data-status="${name}"]`).textContent()) ?? '');

beforeAll(async () => {
  demo = await openDemo();
  panel = demo.page.locator('[data-panel="hmm"]');
  await demo.page.goto(`${demo.url}#/hmm`);
  await panel.getByRole('heading', { level: 1, name: 'Hidden Markov model' }).waitFor();
});

afterAll(async () => {
  await demo?.close();
});

/** The numbers of the table: step, move, log p(x), bound, gap. */
async function rows(): Promise<string[][]> {
  return panel
    .locator('.data-table tbody tr')
    .evaluateAll((found) => found.map((row) => Array.from(row.children, (cell) => cell.textContent ?? '')));
}

test('an E step makes the bound touch, an M step raises both', async () => {
  await panel.getByRole('button', { name: 'E step' }).click();
  await panel.getByRole('button', { name: 'M step' }).click();
  const [start, e, m] = await rows();
  expect([start![1], e![1], m![1]]).toEqual(['start', 'E', 'M']);
  expect(Number(e![4])).toBe(0);
  expect(Number(m![3])).toBeGreaterThan(Number(e![3]));
  expect(Number(m![2])).toBeGreaterThan(Number(m![3]));
});

test.each(['numbers', 'dice'])('%s: Baum-Welch finds most of the path, and log p(x) never falls', async (kind) => {
  await panel.getByText(kind, { exact: true }).click();
  const before = await status('viterbi');
  for (let i = 0; i < 4; i++) await panel.getByRole('button', { name: '10 rounds' }).click();
  const values = (await rows()).map((row) => Number(row[2]));
  for (const [i, value] of values.slice(1).entries()) expect(value).toBeGreaterThanOrEqual(values[i]!);
  const after = await status('viterbi');
  expect(after).toBeGreaterThan(before);
  expect(after).toBeGreaterThan((await status('ceiling')) - 15);
});

test('truth, path and posterior are drawn, a stretch of one state as one rectangle', async () => {
  const description = await panel.locator('svg[aria-label="The path"]').getAttribute('aria-description');
  expect(description).toContain(`right at ${(await status('viterbi')).toFixed(1)} % of 200 steps`);
  const stretches = await panel
    .locator('svg[aria-label="The path"] g[aria-label="rect"]')
    .first()
    .locator('rect')
    .count();
  // 200 steps with a chance of 0.08 to move: 16.9 stretches, standard deviation 3.8.
  expect(stretches).toBeGreaterThan(2);
  expect(stretches).toBeLessThan(33);
});

test('bad input: 9 states are refused in words', async () => {
  await panel.getByLabel('States', { exact: true }).fill('9');
  await panel.getByRole('button', { name: 'New start' }).click();
  await panel.getByText('States: expected a whole number from 1 to 5, got 9.').waitFor({ timeout: 5000 });
  await panel.getByLabel('States', { exact: true }).fill('5');
  await panel.getByRole('button', { name: 'New start' }).click();
  expect(await rows()).toHaveLength(1);
});

test('five states on twenty steps: as many rounds as one likes, no NaN', async () => {
  await panel.getByLabel('Length', { exact: true }).fill('20');
  await panel.getByRole('button', { name: 'New start' }).click();
  for (let i = 0; i < 5; i++) await panel.getByRole('button', { name: '10 rounds' }).click();
  expect((await rows()).flat().join(' ')).not.toContain('NaN');
  expect(await panel.locator('.alert:visible').count()).toBe(0);
});

test('no errors on the way', () => {
  expect(demo.errors).toEqual([]);
});
