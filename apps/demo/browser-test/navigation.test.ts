import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDemo, openDemo } from './open-demo.js';

let demo: OpenDemo;

beforeAll(async () => {
  demo = await openDemo();
  await demo.page.getByRole('heading', { level: 1 }).waitFor();
});

afterAll(async () => {
  await demo?.close();
});

const models = () => demo.page.getByRole('navigation', { name: 'Models' });
const toggle = () => models().getByRole('button', { name: /^Models/ });
const current = () => models().locator('[aria-current="page"]').textContent();
const overflow = () => demo.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test('wide: every panel has a link under its topic, and there is nothing to unfold', async () => {
  expect(await toggle().isVisible()).toBe(false);
  const information = models().getByRole('list', { name: 'Information' });
  expect(await information.getByRole('link').count()).toBeGreaterThan(0);
  const links = await models().getByRole('link').all();
  for (const link of links) expect(await link.isVisible()).toBe(true);
  const addresses = await Promise.all(links.map((link) => link.getAttribute('href')));
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(await overflow()).toBeLessThanOrEqual(0);
});

test('a link opens its panel and is marked', async () => {
  await models().getByRole('link', { name: 'EM', exact: true }).click();
  await demo.page.getByRole('heading', { level: 1, name: 'Expectation-maximisation' }).waitFor();
  expect(await current()).toBe('EM');
});

test('narrow: folded behind a button that names the panel shown', async () => {
  await demo.page.setViewportSize({ width: 390, height: 844 });
  expect(await toggle().textContent()).toBe('Models EM');
  expect(await toggle().getAttribute('aria-expanded')).toBe('false');
  expect(await models().getByRole('link').count()).toBe(0);
  expect((await models().boundingBox())!.height).toBeLessThan(60);
});

test('narrow: by keyboard it unfolds, leads on, and folds again', async () => {
  await toggle().focus();
  await demo.page.keyboard.press('Enter');
  expect(await toggle().getAttribute('aria-expanded')).toBe('true');
  expect(await overflow()).toBeLessThanOrEqual(0);
  await demo.page.keyboard.press('Tab');
  expect(await demo.page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#/vae');
  await demo.page.keyboard.press('Enter');
  await demo.page.getByRole('heading', { level: 1, name: 'Variational autoencoder' }).waitFor();
  expect(await toggle().getAttribute('aria-expanded')).toBe('false');
  expect(await toggle().textContent()).toBe('Models VAE');
});

test('narrow: Escape folds it and gives the focus back to the button', async () => {
  await toggle().click();
  await models().getByRole('link', { name: 'EM', exact: true }).focus();
  await demo.page.keyboard.press('Escape');
  expect(await toggle().getAttribute('aria-expanded')).toBe('false');
  expect(await demo.page.evaluate(() => document.activeElement?.className)).toBe('nav-toggle');
});

test('no errors on the way', () => {
  expect(demo.errors).toEqual([]);
});
