import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, type Visit, visit } from './visit.js';

// One reader's visit, in order: each test goes on where the one before stopped.
let { demo, panel, press, reaches, rows, status } = {} as Visit;

/** How many pixels of a roll, the example first, are in the colour of notes that do not sound now. */
function inked(roll: number): Promise<number> {
  return panel
    .locator('canvas.piano-roll')
    .nth(roll)
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let dark = 0;
      for (let i = 0; i < data.length; i += 4) if (data[i + 1]! < 60) dark++;
      return dark;
    });
}

beforeAll(async () => {
  ({ demo, panel, press, reaches, rows, status } = await visit('vrnn'));
  await demo.page.emulateMedia({ colorScheme: 'light' });
});

afterAll(async () => {
  await demo?.close();
});

test('opens, and draws a piece made by the rules: four notes at each of 16 chords', async () => {
  await reaches('ready');
  // Cells are 18 by 5 pixels, less a gap of 2 at the end of a held note.
  const cells = (await inked(0)) / (18 * 5);
  expect(cells).toBeGreaterThan(16 * 4 * 0.88);
  expect(cells).toBeLessThan(16 * 4 * 1.01);
});

test('bad input is refused in words', async () => {
  await panel.getByLabel('Links between keys', { exact: true }).fill('-1');
  await press('Start');
  await panel.getByText('Links between keys: expected a whole number from 0 to 128, got -1.').waitFor();
  await panel.getByLabel('Links between keys', { exact: true }).fill('0');
});

test('trains: the held-out bound rises, and its terms add up', async () => {
  await panel.getByLabel('Backend', { exact: true }).selectOption('wasm');
  await press('Start');
  await expect.poll(async () => (await rows()).length, { timeout: 200_000 }).toBeGreaterThan(4);
  const [first, last] = [(await rows())[0]!, (await rows()).at(-1)!];
  expect(last[2]).toBeGreaterThan(first[2]! + 10);
  for (const [, , elbo, reconstruction, rate] of await rows()) expect(elbo).toBeCloseTo(reconstruction! - rate!, 3);
  expect(await status('bound')).toMatch(/^−\d+\.\d\d nats per step$/);
});

test('pause stops the steps', async () => {
  await press('Pause');
  await reaches('paused');
  // A step that was under way is still told.
  await demo.page.waitForTimeout(500);
  const step = await status('step');
  await demo.page.waitForTimeout(1000);
  expect(await status('step')).toBe(step);
});

test('an untrained network plays clusters, this one chords: far fewer notes', async () => {
  const cells = (await inked(1)) / (18 * 5);
  expect(cells).toBeGreaterThan(16);
  // At the start half of all 640 keys sound.
  expect(cells).toBeLessThan(160);
});

test('plays, shows where it is, and stops; one piece at a time', async () => {
  const example = panel.getByRole('button', { name: 'Play a held-out piece, made by the rules' });
  const composed = panel.getByRole('button', { name: 'Play piece 1 of the network' });
  const before = await inked(0);
  await example.click();
  expect(await example.textContent()).toBe('Stop');
  // The chord that sounds is in another colour.
  await expect.poll(() => inked(0), { timeout: 5000 }).toBeLessThan(before);
  await composed.click();
  expect([await example.textContent(), await composed.textContent()]).toEqual(['Play', 'Stop']);
  expect(await inked(0)).toBe(before);
  await composed.click();
  expect(await composed.textContent()).toBe('Play');
});

endOfVisit(() => demo);
