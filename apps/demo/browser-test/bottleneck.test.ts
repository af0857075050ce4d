import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, type Visit, visit } from './visit.js';

// One reader's visit, in order: each test goes on where the one before stopped.
// The table: beta, I(X; Z), I(Y; Z), codewords, Lagrangian.
let { demo, panel, reaches, rows, status } = {} as Visit;

const slider = () => panel.getByRole('slider', { name: 'β' });
const pick = (kind: string) => panel.getByText(kind, { exact: true }).click();
const number = async (name: string): Promise<number> => Number.parseFloat(await status(name));

beforeAll(async () => {
  ({ demo, panel, reaches, rows, status } = await visit('bottleneck'));
});

afterAll(async () => {
  await demo?.close();
});

test('the curve is traced in a worker: below I(X; Y), and no code contradicts another', async () => {
  await reaches('finished');
  const curve = await rows();
  expect(curve).toHaveLength(48);
  const information = await number('information');
  for (const [, rate, relevance] of curve) {
    expect(relevance).toBeLessThanOrEqual(Math.min(information, rate!) + 1e-4);
  }
  expect(curve[0]!.slice(1, 4)).toEqual([0, 0, 1]);
  expect(curve.at(-1)![2]).toBeGreaterThan(0.95 * information);
  expect(await number('contradiction')).toBeLessThan(1e-8);
});

test('as β falls codewords merge; below the critical β the package warns', async () => {
  await slider().focus();
  await demo.page.keyboard.press('End');
  const many = await number('codewords');
  expect(many).toBeGreaterThan(6);
  expect(await panel.locator('.group').count()).toBe(many);
  await demo.page.keyboard.press('Home');
  expect(await number('codewords')).toBe(1);
  expect(await panel.locator('.group').count()).toBe(1);
  expect(await status('warning')).toMatch(/^The empty code is the best found at beta .* below beta \d\.\d{4}\.$/);
  await demo.page.keyboard.press('End');
  expect(await panel.locator('[data-status="warning"]').isVisible()).toBe(false);
});

test('the picture is painted in many colours, and a click in it chooses a β', async () => {
  const canvas = panel.locator('canvas.merges');
  const colours = await canvas.evaluate((of: HTMLCanvasElement) => {
    const { data } = of.getContext('2d')!.getImageData(0, 0, of.width, of.height);
    const seen = new Set<number>();
    for (let i = 0; i < data.length; i += 4) seen.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
    return seen.size;
  });
  expect(colours).toBeGreaterThan(50);
  const before = await number('beta');
  const { width } = (await canvas.boundingBox())!;
  await canvas.click({ position: { x: width / 2, y: 60 } });
  expect(await number('beta')).toBeLessThan(before);
});

test('a noisy bit: the closed form and the critical β 1 / (1 − 2 · 0.1)²', async () => {
  await pick('a noisy bit');
  await demo.page.waitForTimeout(500);
  await reaches('finished');
  expect(await number('onset')).toBe(1.5625);
  expect(await panel.locator('.plot-key').textContent()).toContain('closed form');
  const top = (await rows()).at(-1)!;
  expect(top[2]).toBeCloseTo(await number('information'), 2);
});

test('bad input: a table with an empty row, a negative count, no numbers; then one that works', async () => {
  await pick('a table of yours');
  const text = panel.getByLabel('The table', { exact: true });
  for (const [typed, said] of [
    ['1 2\n0 0', 'Drop the row'],
    ['1 2\n3 -1', 'expected finite weights >= 0, got -1 at [1,1]'],
    ['cat', 'expected 1 to 24 numbers after the name, got none'],
  ] as const) {
    await text.fill(typed);
    await panel.getByText(said).waitFor({ timeout: 30_000 });
    await reaches('failed');
  }
  await text.fill('a 8 1 1\nb 7 2 1\nc 1 8 1\nd 1 1 8');
  await reaches('finished');
  expect(await panel.locator('.alert:visible').count()).toBe(0);
  await slider().focus();
  await demo.page.keyboard.press('End');
  expect(await panel.locator('.group').allTextContents()).toContain('c');
  await pick('words and topics');
  await panel.getByLabel('Words', { exact: true }).fill('30');
  await panel.getByText('Words: expected a whole number from 2 to 21, got 30.').waitFor();
});

test('a Gaussian in cells: codes below the Gaussian’s own curve', async () => {
  await pick('a Gaussian in cells');
  await panel.getByLabel('Cells', { exact: true }).fill('8');
  await demo.page.waitForTimeout(500);
  await reaches('finished');
  expect(await number('information')).toBeLessThan(-0.5 * Math.log(1 - 0.75 ** 2));
  expect(await number('onset')).toBeGreaterThan(1 / 0.75 ** 2);
});

endOfVisit(() => demo);
