import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDemo, openDemo } from './open-demo.js';
import { type Row, VaePage } from './vae-page.js';

// One reader's visit, in order: each test goes on where the one before stopped.
let demo: OpenDemo;
let vae: VaePage;
let first: Row[];
let untrained: number;

/** Half an epoch, the first measurement after 1, 2, 4, ..., 32 steps. */
const FAR = 36;

beforeAll(async () => {
  demo = await openDemo();
  vae = new VaePage(demo.page);
});

afterAll(async () => {
  await demo?.close();
});

test('opens, and says which backend it has chosen', async () => {
  await vae.reaches('ready');
  expect(['webgpu', 'webgl', 'wasm', 'cpu']).toContain(await vae.status('backend'));
  untrained = await vae.contrast('samples');
});

test.each([
  ['Latent size', '0', 'Latent size: expected a whole number from 1 to 64, got 0.'],
  ['Latent size', '2.5', 'Latent size: expected a whole number from 1 to 64, got 2.5.'],
  ['Beta', '-1', 'Beta: expected a number from 0 to 100, got -1.'],
  ['Learning rate', '-0.1', 'Learning rate: expected a number above 0'],
  ['Seed', '', 'Seed: expected a whole number from 0 to 9007199254740991, got nothing.'],
])('bad input: %s of "%s" is refused in words', async (label, bad, message) => {
  const field = vae.field(label);
  const good = await field.inputValue();
  await field.fill(bad);
  await vae.press('Start');
  await demo.page.getByText(message).waitFor({ timeout: 5000 });
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await vae.status('state')).toBe('ready');
  await field.fill(good);
  expect(await field.getAttribute('aria-invalid')).toBe('false');
});

test('trains on the backend and with the seed asked for', async () => {
  await vae.field('Seed').fill('7');
  await vae.field('Backend').selectOption('wasm');
  await vae.press('Start');
  await vae.reaches('training');
  expect(await vae.status('backend')).toBe('wasm');
});

test('main thread: frames go on while the worker trains', async () => {
  const gaps = await demo.page.evaluate(async () => {
    const found: number[] = [];
    let last = performance.now();
    while (found.reduce((sum, gap) => sum + gap, 0) < 5000) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));
      found.push(now - last);
      last = now;
    }
    return found;
  });
  const longest = Math.max(...gaps);
  console.log(`longest gap between frames ${longest.toFixed(0)} ms, ${(gaps.length / 5).toFixed(0)} frames a second`);
  expect(await vae.status('state')).toBe('training');
  expect(longest).toBeLessThan(250);
});

test('the bound rises', async () => {
  first = await vae.measured(FAR);
  expect(first.map(({ step }) => step).slice(0, 8)).toEqual([0, 1, 2, 4, 8, 16, 32, FAR]);
  expect(first.at(-1)!.heldOutElbo).toBeGreaterThan(first[0]!.heldOutElbo);
});

test('the samples are not blank: they have twice the contrast of an untrained decoder', async () => {
  const contrast = await vae.contrast('samples');
  console.log(`contrast of the samples ${untrained.toFixed(1)} before training, ${contrast.toFixed(1)} after`);
  expect(contrast).toBeGreaterThan(2 * untrained);
  expect(contrast).toBeGreaterThan(10);
});

test('pause stops the steps, and resume goes on from there', async () => {
  await vae.press('Pause');
  await vae.reaches('paused');
  await demo.page.waitForTimeout(500);
  const step = await vae.step();
  await demo.page.waitForTimeout(2000);
  expect(await vae.step()).toBe(step);
  await vae.press('Resume');
  await vae.reaches('training');
  await expect.poll(() => vae.step(), { timeout: 60_000 }).toBeGreaterThan(step);
  await vae.press('Pause');
  await vae.reaches('paused');
});

test('the map holds points of all ten digits', async () => {
  const colours = await demo.page
    .locator('.digit-key li')
    .evaluateAll((items) => items.map((item) => getComputedStyle(item).color.match(/\d+/g)!.slice(0, 3).map(Number)));
  expect(colours).toHaveLength(10);
  const pixels = await vae.pixels(vae.map);
  const seen = colours.map(
    (colour) => pixels.filter((rgb) => colour.every((c, i) => Math.abs(c - rgb[i]!) < 6)).length,
  );
  for (const [digit, count] of seen.entries()) expect(count, `pixels in the colour of ${digit}`).toBeGreaterThan(5);
});

test('pointing at the map decodes the place', async () => {
  const here = await vae.probe(0.3, 0.3);
  const there = await vae.probe(0.7, 0.7);
  expect(here.place).toMatch(/^decoded at \(-?\d+\.\d\d, -?\d+\.\d\d\)$/);
  expect(there.place).not.toBe(here.place);
  expect(there.image).not.toBe(here.image);
  expect(await vae.contrast('decoded')).toBeGreaterThan(1);
});

test('keyboard: the arrow keys move the place', async () => {
  const before = await demo.page.locator('.map-place').textContent();
  await vae.map.focus();
  await demo.page.keyboard.press('ArrowLeft');
  await expect.poll(() => demo.page.locator('.map-place').textContent()).not.toBe(before);
});

test('the same seed gives the same readings after a reset; the bound rises by more than seeds differ', async () => {
  await vae.press('Reset');
  await vae.reaches('ready');
  expect(await vae.rows()).toHaveLength(1);
  await vae.press('Start');
  const again = await vae.measured(8);
  expect(again.slice(0, 5).map(({ text }) => text)).toEqual(first.slice(0, 5).map(({ text }) => text));

  await vae.field('Seed').fill('8');
  await vae.press('Reset');
  await vae.reaches('ready');
  await vae.press('Start');
  const other = await vae.measured(8);
  const [start, , , , end] = first;
  const noise = Math.max(
    Math.abs(other[0]!.heldOutElbo - start!.heldOutElbo),
    Math.abs(other[4]!.heldOutElbo - end!.heldOutElbo),
  );
  const rise = end!.heldOutElbo - start!.heldOutElbo;
  console.log(`held-out ELBO rose by ${rise.toFixed(1)} nats in 8 steps; seeds differ by ${noise.toFixed(1)}`);
  expect(noise).toBeGreaterThan(0);
  expect(rise).toBeGreaterThan(4 * noise);
});

test('a run that diverges says so, and a new one can follow', async () => {
  // Adam's first step moves each bias by the rate, up or down: one log-variance of 64 that goes up by 1000 overflows.
  await vae.field('Learning rate').fill('1000');
  await vae.field('Latent size').fill('64');
  await vae.press('Reset');
  await vae.reaches('ready');
  await vae.press('Start');
  await vae.reaches('failed');
  const alert = demo.page.getByRole('alert');
  expect(await alert.textContent()).toMatch(/expected a finite number/);
  await vae.field('Learning rate').fill('0.001');
  await vae.field('Latent size').fill('2');
  await vae.press('Reset');
  await vae.reaches('ready');
  expect(await alert.isVisible()).toBe(false);
});

test('bits: the axis changes, the table stays in nats', async () => {
  const before = await vae.rows();
  await demo.page.locator('.plots .choice').getByText('bits').click();
  await demo.page.getByText('↑ bits per example').first().waitFor({ timeout: 5000 });
  expect(await vae.rows()).toEqual(before);
});

test('narrow: nothing is wider than a phone', async () => {
  await demo.page.setViewportSize({ width: 390, height: 844 });
  await demo.page.waitForTimeout(300);
  expect(await demo.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('no request leaves the server, and nothing was written to the console as an error', () => {
  // That of the worker's kernels shows that the worker's requests are among those seen.
  expect(demo.requests.some((url) => url.endsWith('.wasm'))).toBe(true);
  expect(demo.requests.filter((url) => !/^(blob:|data:)/.test(url) && !url.startsWith(demo.url))).toEqual([]);
  expect(demo.errors).toEqual([]);
});
