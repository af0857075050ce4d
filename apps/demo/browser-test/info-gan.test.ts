import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, expectPainted, type Visit, visit } from './visit.js';

// One reader's visit, in order: each test goes on where the one before stopped.
let { demo, panel, press, reaches, rows, status } = {} as Visit;

/** The pixels of a picture, for telling one from another. */
const picture = (name: string): Promise<string> =>
  panel.locator(`[data-grid="${name}"] canvas`).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

beforeAll(async () => {
  ({ demo, panel, press, reaches, rows, status } = await visit('info-gan'));
  await reaches('ready');
});

afterAll(async () => {
  await demo?.close();
});

test('bad input is refused in words', async () => {
  await panel.getByLabel('λ of the class', { exact: true }).fill('-1');
  await press('Start');
  await panel.getByText('λ of the class: expected a number from 0 to 100, got -1.').waitFor();
  await panel.getByLabel('λ of the class', { exact: true }).fill('1');
});

test('the class comes to be read off the image, below its ceiling', async () => {
  await panel.getByLabel('Backend', { exact: true }).selectOption('wasm');
  await press('Start');
  await expect.poll(async () => (await rows()).at(-1)?.[0] ?? 0, { timeout: 200_000 }).toBeGreaterThan(250);
  const all = await rows();
  expect(Math.abs(all[0]![1]!)).toBeLessThan(0.2);
  const [, ofClass, , , said, named] = all.at(-1)!;
  expect(ofClass).toBeGreaterThan(1);
  expect(ofClass).toBeLessThan(Math.log(10));
  expect(said).toBeLessThan(Math.LN2);
  // One digit in ten by chance, about two by the commonest of each class.
  expect(named).toBeGreaterThan(0.25);
  expect(await status('bound')).toMatch(/of 2\.30 nats/);
});

test('a code turned while training, another picture', async () => {
  const before = await picture('made');
  await panel.locator('fieldset label').filter({ hasText: /^4$/ }).click();
  await expect.poll(() => picture('made')).not.toBe(before);
  expect(await status('meaning')).toMatch(/^Class 4\. Q gives this class to/);
});

test('at rest the sliders still draw, by keyboard too, and the same code gives the same picture', async () => {
  await press('Pause');
  await reaches('paused');
  const slider = panel.getByLabel('First number', { exact: true });
  const drawn = async (value: string) => {
    await slider.fill(value);
    await demo.page.waitForTimeout(2000);
    return picture('made');
  };
  // The steps since the last measurement show only when a code is turned.
  await drawn('0.8');
  const settled = await drawn('0');
  expect(await drawn('0.8')).not.toBe(settled);
  await slider.fill('0');
  await expect.poll(() => picture('made'), { timeout: 20_000 }).toBe(settled);
  await slider.focus();
  await demo.page.keyboard.press('ArrowRight');
  await expect.poll(() => picture('made'), { timeout: 20_000 }).not.toBe(settled);
  expect(await panel.locator('.slider output').first().textContent()).toBe('0.05');
});

test('every picture is painted: some ink, some paper', async () => {
  await expectPainted(panel, ['made', 'class', 'first', 'second']);
});

test('a new run keeps the code chosen', async () => {
  await press('Codes unpaid');
  await press('Reset');
  await reaches('ready');
  expect(await rows()).toHaveLength(1);
  expect(await status('meaning')).toMatch(/^Class 4\./);
});

endOfVisit(() => demo);
