import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfVisit, type Visit, visit } from './visit.js';

let here: Visit;

const facts = async (title: string): Promise<string> =>
  (await here.panel.locator(`[data-method="${title}"] .method-facts span`).allTextContents()).join('; ');
const wrong = (text: string): number => Number.parseFloat(text);
const field = (label: string) => here.panel.getByLabel(label, { exact: true });

/** The share of a map's pixels that are nearer to the colour of class 1. */
function shareOfSquares(title: string): Promise<number> {
  return here.panel.locator(`[data-method="${title}"] canvas`).evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let squares = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i]! > data[i + 2]!) squares++;
    return squares / (data.length / 4);
  });
}

beforeAll(async () => {
  here = await visit('boundaries');
  await here.panel.getByRole('heading', { level: 1, name: 'Linear classifiers' }).waitFor();
});

afterAll(async () => {
  await here?.demo.close();
});

test('six maps, drawn in both colours', async () => {
  expect(await here.panel.locator('canvas.field-map').count()).toBe(6);
  for (const title of ['The truth', 'Quadratic discriminant', 'Logistic regression']) {
    const share = await shareOfSquares(title);
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.9);
  }
});

test('E62: the intercept as printed is wrong more than twice as often', async () => {
  const [right, , printed] = (await facts('Linear discriminant')).split('; ');
  expect(printed).toMatch(/^as printed, b = -0\.847: /);
  expect(wrong(printed!.split(': ')[1]!)).toBeGreaterThan(2 * wrong(right!));
  await here.panel.getByText('hidden', { exact: true }).click();
  expect(await facts('Linear discriminant')).not.toContain('printed');
});

test('E61: dependent features, linear log-odds: the linear discriminant is as good as the truth, naive Bayes is not', async () => {
  await here.panel.getByText('One covariance', { exact: true }).click();
  await here.panel.getByText('sufficient, not necessary').waitFor();
  const truth = wrong(await facts('The truth'));
  expect(wrong(await facts('Linear discriminant')) - truth).toBeLessThan(1.5);
  expect(wrong(await facts('Naive Bayes, one variance')) - truth).toBeGreaterThan(2);
});

test('counts: not Gaussian, and linear', async () => {
  await here.panel.getByText('Counts', { exact: true }).click();
  await here.panel.getByText('nothing here is Gaussian').waitFor();
  expect(wrong(await facts('Logistic regression')) - wrong(await facts('The truth'))).toBeLessThan(1.5);
});

test('separated classes: said, and a penalty mends it', async () => {
  await here.panel.getByText('One variance', { exact: true }).click();
  await field('Separation').fill('6');
  await field('Points').fill('40');
  await here.panel.getByText('A line separates these points').waitFor();
  await field('Penalty').fill('1');
  await here.panel.getByText('At its maximum after').waitFor();
});

test('bad input is refused in words', async () => {
  await field('Share of squares').fill('1.5');
  await here.panel.getByText('Share of squares: expected a number from 0.02 to 0.98, got 1.5.').waitFor();
  await field('Share of squares').fill('0.5');
  await field('Points').fill('10');
  expect(await facts('Logistic regression')).not.toContain('NaN');
});

endOfVisit(() => here.demo);
