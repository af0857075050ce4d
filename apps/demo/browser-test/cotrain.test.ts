import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visit, visit } from './visit.js';

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
  for (const name of ['clusters', 'guesses']) {
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
