import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDemo, openDemo } from './open-demo.js';

let demo: OpenDemo;
let panel: Locator;

const status = async (name: string): Promise<string> =>
  (await panel.locator(`[data-status="${name}"]`).textContent()) ?? '';
const brackets = async (): Promise<string> => (await panel.locator('.brackets').textContent()) ?? '';

async function parse(text: string): Promise<void> {
  await panel.getByLabel('Sentence', { exact: true }).fill(text);
  await panel.getByRole('button', { name: 'Parse', exact: true }).click();
}

beforeAll(async () => {
  demo = await openDemo();
  panel = demo.page.locator('[data-panel="pcfg"]');
  await demo.page.goto(`${demo.url}#/pcfg`);
  await panel.getByRole('heading', { level: 1, name: 'Context-free grammar' }).waitFor();
});

afterAll(async () => {
  await demo?.close();
});

test('opens with an ambiguous sentence: two trees, at 0.2 to 0.12', async () => {
  expect(await status('parses')).toBe('2');
  expect(await status('share')).toBe('62.5 %');
  expect(await status('entropy')).toBe('0.6616 nats');
  expect(await brackets()).toContain('(VP (VP (V saw)');
  const chart = await panel.locator('svg[aria-label="The chart"]').getAttribute('aria-description');
  expect(chart).toContain('the man with the telescope: NP 38 %');
});

test('a picked sentence is parsed', async () => {
  await panel.getByRole('button', { name: 'time flies like an arrow' }).click();
  expect(Number(await status('parses'))).toBeGreaterThan(1);
  expect(await brackets()).toContain('(N arrow)');
});

test('bad input: an unknown word, no parse, nothing: said in words, and the chart is empty', async () => {
  for (const [text, says] of [
    ['I saw a zebra', 'The grammar has no word “zebra”.'],
    ['telescope the saw', '“telescope the saw” has no parse'],
    ['', 'Expected a sentence, got none.'],
  ] as const) {
    await parse(text);
    expect(await panel.getByRole('alert').first().textContent()).toContain(says);
    expect(await panel.locator('svg[aria-label="The chart"]').count()).toBe(0);
    expect(await status('parses')).toBe('–');
  }
  await parse('Kim sleeps');
  expect(await panel.locator('.alert:visible').count()).toBe(0);
  expect(await brackets()).toBe('(S (NP Kim) (VP sleeps))');
});

test('EM from raw sentences: log p(x) never falls and passes that of the grammar as written', async () => {
  await panel.getByRole('button', { name: '10 rounds' }).click();
  const cells = await panel
    .locator('.data-table tbody tr')
    .evaluateAll((found) => found.map((row) => Array.from(row.children, (cell) => cell.textContent ?? '')));
  const values = cells.map((row) => Number(row[2]));
  expect(values).toHaveLength(21);
  for (const [i, value] of values.slice(1).entries()) expect(value).toBeGreaterThanOrEqual(values[i]!);
  expect(Number.parseFloat(await status('marginal'))).toBeGreaterThan(Number.parseFloat(await status('written')));
  expect(Number.parseFloat(await status('f1'))).toBeGreaterThan(Number.parseFloat(await status('right')));
});

test('the sentence under the grammar as EM has it', async () => {
  const before = await status('logProb');
  await panel.getByText('as EM has it', { exact: true }).click();
  expect(await status('logProb')).not.toBe(before);
  await panel.getByText('nothing', { exact: true }).click();
  expect(await panel.getByLabel('The grammar', { exact: true }).textContent()).toContain('X₁ ->');
});

test('no errors on the way', () => {
  expect(demo.errors).toEqual([]);
});
