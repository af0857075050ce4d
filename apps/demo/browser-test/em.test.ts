import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDemo, openDemo } from './open-demo.js';
import { endOfVisit } from './visit.js';

let demo: OpenDemo;

beforeAll(async () => {
  demo = await openDemo();
  await demo.page.goto(`${demo.url}#/em`);
  await demo.page.getByRole('heading', { level: 1, name: 'Expectation-maximisation' }).waitFor();
});

afterAll(async () => {
  await demo?.close();
});

/** The numbers of the table: step, log p(x), bound, gap. */
async function rows(): Promise<string[][]> {
  return demo.page
    .locator('.data-table tbody tr')
    .evaluateAll((found) => found.map((row) => Array.from(row.children, (cell) => cell.textContent ?? '')));
}

test('an E step closes the gap, an M step opens it and raises both', async () => {
  await demo.page.getByRole('button', { name: 'E step' }).click();
  await demo.page.getByRole('button', { name: 'M step' }).click();
  await demo.page.getByRole('button', { name: 'E step' }).waitFor();
  const [start, e, m] = await rows();
  expect([start![1], e![1], m![1]]).toEqual(['start', 'E', 'M']);
  expect(Number(e![4])).toBe(0);
  expect(Number(m![3])).toBeGreaterThan(Number(e![3]));
  expect(Number(m![2])).toBeGreaterThan(Number(m![3]));
});

test('ten rounds: log p(x) never falls', async () => {
  await demo.page.getByRole('button', { name: '10 rounds' }).click();
  const values = (await rows()).map((row) => Number(row[2]));
  expect(values).toHaveLength(23);
  values.slice(1).forEach((value, i) => {
    expect(value).toBeGreaterThanOrEqual(values[i]!);
  });
});

test('only the panel that was asked for is seen', async () => {
  expect(await demo.page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Expectation-maximisation']);
});

test('bad input: 0 components are refused in words', async () => {
  await demo.page.getByLabel('Components', { exact: true }).fill('0');
  await demo.page.getByRole('button', { name: 'New start' }).click();
  await demo.page.getByText('Components: expected a whole number from 1 to 8, got 0.').waitFor({ timeout: 5000 });
  await demo.page.getByLabel('Components', { exact: true }).fill('2');
  await demo.page.getByRole('button', { name: 'New start' }).click();
  expect(await rows()).toHaveLength(1);
});

endOfVisit(() => demo);
