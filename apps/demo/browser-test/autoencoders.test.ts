import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, expectPainted, type Visit, visit } from './visit.js';

// One reader's visit, in order: each test goes on where the one before stopped.
let { demo, panel, press, reaches, rows } = {} as Visit;

beforeAll(async () => {
  ({ demo, panel, press, reaches, rows } = await visit('autoencoders'));
});

afterAll(async () => {
  await demo?.close();
});

test('bad input is refused in words', async () => {
  await reaches('ready');
  await panel.getByLabel('Masked share', { exact: true }).fill('1');
  await press('Start');
  await panel.getByText('Masked share: expected a number from 0.05 to 0.95, got 1.').waitFor();
  await panel.getByLabel('Masked share', { exact: true }).fill('0.5');
});

test('all three learn; shown masked digits, the denoising model draws them best', async () => {
  await panel.getByLabel('Backend', { exact: true }).selectOption('wasm');
  await press('Start');
  await expect.poll(async () => (await rows()).at(-1)?.[0] ?? 0, { timeout: 200_000 }).toBeGreaterThan(200);
  const all = await rows();
  const first = all[0]!;
  const [, basic, denoising, variational, basicMasked, denoisingMasked, variationalMasked] = all.at(-1)!;
  for (const [i, now] of [basic, denoising, variational].entries()) expect(now).toBeGreaterThan(first[i + 1]! + 200);
  expect(denoisingMasked).toBeGreaterThan(basicMasked!);
  expect(denoisingMasked).toBeGreaterThan(variationalMasked!);
});

test('every picture is painted: some ink, some paper', async () => {
  await expectPainted(panel, ['clean', 'corrupted', 'decoded']);
  await press('Pause');
});

endOfVisit(() => demo);
