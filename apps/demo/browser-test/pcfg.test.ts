import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, type Visit, visit } from './visit.js';

let here: Visit;

const brackets = async (): Promise<string> => (await here.panel.locator('.brackets').textContent()) ?? '';

async function parse(text: string): Promise<void> {
  await here.panel.getByLabel('Sentence', { exact: true }).fill(text);
  await here.press('Parse');
}

beforeAll(async () => {
  here = await visit('pcfg');
  await here.panel.getByRole('heading', { level: 1, name: 'Context-free grammar' }).waitFor();
});

afterAll(async () => {
  await here?.demo.close();
});

test('opens with an ambiguous sentence: two trees, at 0.2 to 0.12', async () => {
  expect(await here.status('parses')).toBe('2');
  expect(await here.status('share')).toBe('62.5 %');
  expect(await here.status('entropy')).toBe('0.6616 nats');
  expect(await brackets()).toContain('(VP (VP (V saw)');
  const chart = await here.panel.locator('svg[aria-label="The chart"]').getAttribute('aria-description');
  // 0.12 / 0.32 is halfway between two whole per cents.
  expect(chart).toMatch(/the man with the telescope: NP 3[78] %/);
});

test('a picked sentence is parsed', async () => {
  await here.press('time flies like an arrow');
  expect(Number(await here.status('parses'))).toBeGreaterThan(1);
  expect(await brackets()).toContain('(N arrow)');
});

test('bad input: an unknown word, no parse, nothing: said in words, and the chart is empty', async () => {
  for (const [text, says] of [
    ['I saw a zebra', 'The grammar has no word “zebra”.'],
    ['telescope the saw', '“telescope the saw” has no parse'],
    ['', 'Expected a sentence, got none.'],
  ] as const) {
    await parse(text);
    expect(await here.panel.getByRole('alert').first().textContent()).toContain(says);
    expect(await here.panel.locator('svg[aria-label="The chart"]').count()).toBe(0);
    expect(await here.status('parses')).toBe('–');
  }
  await parse('Kim sleeps');
  expect(await here.panel.locator('.alert:visible').count()).toBe(0);
  expect(await brackets()).toBe('(S (NP Kim) (VP sleeps))');
});

test('EM from raw sentences: log p(x) never falls and passes that of the grammar as written', async () => {
  await here.press('10 rounds');
  const values = (await here.rows()).map((row) => row[2]!);
  expect(values).toHaveLength(21);
  for (const [i, value] of values.slice(1).entries()) expect(value).toBeGreaterThanOrEqual(values[i]!);
  expect(Number.parseFloat(await here.status('marginal'))).toBeGreaterThan(
    Number.parseFloat(await here.status('written')),
  );
  expect(Number.parseFloat(await here.status('f1'))).toBeGreaterThan(Number.parseFloat(await here.status('right')));
});

test('the sentence under the grammar as EM has it', async () => {
  const before = await here.status('logProb');
  await here.panel.getByText('as EM has it', { exact: true }).click();
  expect(await here.status('logProb')).not.toBe(before);
  await here.panel.getByText('nothing', { exact: true }).click();
  expect(await here.panel.getByLabel('Rules', { exact: true }).textContent()).toContain('X₁ ->');
});

endOfVisit(() => here.demo);
