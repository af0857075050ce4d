import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, expectPainted, type Visit, visit } from './visit.js';

// One reader's visit, in order: each test goes on where the one before stopped.
let { demo, panel, press, reaches, rows, status } = {} as Visit;

beforeAll(async () => {
  ({ demo, panel, press, reaches, rows, status } = await visit('cotrain'));
});

afterAll(async () => {
  await demo?.close();
});

test('opens with encoders that have nothing in common yet', async () => {
  await reaches('ready');
  const [, , heldOut] = (await rows())[0]!;
  expect(heldOut).toBeLessThan(0.1);
  expect(await status('facts')).toContain('nothing is trained on them');
});

test('bad input is refused in words', async () => {
  await panel.getByLabel('Codewords', { exact: true }).fill('1');
  await press('Start');
  await panel.getByText('Codewords: expected a whole number from 2 to 40, got 1.').waitFor();
  await panel.getByLabel('Codewords', { exact: true }).fill('10');
});

test('the bound rises, stays below log |Z|, and the codewords come to follow the digits', async () => {
  await panel.getByLabel('Backend', { exact: true }).selectOption('wasm');
  await press('Start');
  await expect.poll(async () => (await rows()).at(-1)?.[0] ?? 0, { timeout: 200_000 }).toBeGreaterThan(140);
  const [, , heldOut, , agree, manyToOne] = (await rows()).at(-1)!;
  expect(heldOut).toBeGreaterThan(0.9);
  expect(heldOut).toBeLessThan(Math.log(10));
  expect(agree).toBeGreaterThan(0.5);
  // One digit in ten by chance, three or four by the commonest mistakes.
  expect(manyToOne).toBeGreaterThan(0.35);
});

test('the key names what the bound cannot pass; other codewords, another line', async () => {
  await press('Pause');
  await reaches('paused');
  expect(await panel.locator('.plot-key').textContent()).toContain('log |Z|, and the entropy of the digit');
  await panel.getByLabel('Codewords', { exact: true }).fill('4');
  await press('Reset');
  await reaches('ready');
  const key = await panel.locator('.plot-key').textContent();
  expect(key).toContain('log |Z|');
  expect(key).toContain('entropy of the digit');
});

test('every picture is painted: some ink, some paper', async () => {
  await expectPainted(panel, ['clusters', 'guesses']);
});

endOfVisit(() => demo);
