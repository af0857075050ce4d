import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, type Visit, visit } from './visit.js';

let { demo, panel } = {} as Visit;

beforeAll(async () => {
  ({ demo, panel } = await visit('slip'));
});

afterAll(async () => {
  await demo?.close();
});

test('the ELBO ends at log p(x), the slip above it, by the closed form', async () => {
  const text = (await panel.locator('.lesson').textContent())!;
  // The slip's best variance solves 1 - v - 2 slope^2 v^2 = 0.
  const v = (Math.sqrt(33) - 1) / 16;
  const excess = -2 * v ** 2 - 0.5 * (v - 1 - Math.log(v)) + 0.5 * Math.log(5);
  expect(text).toContain('The ELBO ends 0.000 below it');
  expect(text).toContain(`the slip ${excess.toFixed(3)} above it`);
});

test('bad input is refused in words, and what was drawn stays', async () => {
  const before = await panel.locator('.lesson').textContent();
  await panel.getByLabel('Latent size', { exact: true }).fill('0');
  await panel.getByText('Latent size: expected a whole number from 1 to 784, got 0.').waitFor();
  expect(await panel.locator('.lesson').textContent()).toBe(before);
});

endOfVisit(() => demo);
