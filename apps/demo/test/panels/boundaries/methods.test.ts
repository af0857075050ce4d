import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { fitMethods, type Method, scoreOf } from '../../../src/panels/boundaries/methods.js';
import { drawPoints, type WorldName, worldOf } from '../../../src/panels/boundaries/worlds.js';

const WORLDS: readonly WorldName[] = ['axes', 'tilted', 'own', 'counts'];
const POINTS = 20_000;
const SHARE = 0.3;

const fitted = (name: WorldName) => {
  const world = worldOf(name, 2);
  const rng = createRng(4);
  const training = drawPoints(world, POINTS, SHARE, rng.split());
  const heldOut = drawPoints(world, POINTS, SHARE, rng.split());
  const methods = fitMethods(world, SHARE, training, { newtonSteps: 25, l2: 0 });
  const nats = (title: string) => scoreOf(named(methods, title).logOdds(heldOut.x.data), heldOut.y).nats;
  return { methods, nats };
};
const named = (methods: Method[], title: string) => methods.find((method) => method.title === title)!;

describe.each(WORLDS)('%s', (name) => {
  const { nats } = fitted(name);

  it('nothing is better than the truth, and who contains the truth comes near', () => {
    const best = nats('The truth');
    // A fit of k parameters costs k / 2n nats on average: 3 of them, 7.5e-5; ten times that is not reached.
    const near = 10 * (3 / (2 * POINTS));
    const right: Record<WorldName, string[]> = {
      axes: ['Naive Bayes, one variance', 'Linear discriminant', 'Logistic regression'],
      tilted: ['Linear discriminant', 'Logistic regression'],
      own: ['Quadratic discriminant'],
      counts: ['Logistic regression'],
    };
    for (const title of right[name]) expect(nats(title) - best).toBeLessThan(near);
    const wrong: Record<WorldName, string[]> = {
      axes: [],
      tilted: ['Naive Bayes, one variance'],
      own: ['Linear discriminant', 'Logistic regression'],
      counts: ['Naive Bayes, one variance', 'Linear discriminant'],
    };
    for (const title of wrong[name]) expect(nats(title) - best).toBeGreaterThan(near);
  });
});

it('linear log-odds are linear: their second differences vanish, and those of two covariances do not', () => {
  const bend = (name: WorldName) => {
    const { logRatio } = worldOf(name, 2);
    return Math.abs(logRatio(3, 4) - 2 * logRatio(2, 3) + logRatio(1, 2));
  };
  for (const name of ['axes', 'tilted', 'counts'] as const) expect(bend(name)).toBeLessThan(1e-12);
  expect(bend('own')).toBeGreaterThan(1);
});

it('E62: the intercept as printed is the log prior odds, and costs right answers', () => {
  const world = worldOf('axes', 2);
  const data = drawPoints(world, 5000, SHARE, createRng(2));
  const method = named(fitMethods(world, SHARE, data, { newtonSteps: 25, l2: 0 }), 'Naive Bayes, one variance');
  expect(method.printedIntercept).toBeCloseTo(Math.log(0.3 / 0.7), 12);
  const odds = method.logOdds(data.x.data);
  const shift = method.printedIntercept! - method.linear!.intercepts[0]!;
  const printed = scoreOf(
    odds.map((value) => value + shift),
    data.y,
  );
  expect(printed.errorRate).toBeGreaterThan(2 * scoreOf(odds, data.y).errorRate);
});

it('Poisson counts have their mean and variance', () => {
  const rng = createRng(9);
  const world = worldOf('counts', 2);
  const draws = Array.from({ length: 20_000 }, () => world.draw(0, rng)[0]);
  const mean = draws.reduce((sum, v) => sum + v, 0) / draws.length;
  const variance = draws.reduce((sum, v) => sum + (v - mean) ** 2, 0) / draws.length;
  // Rate 3: standard errors sqrt(3 / n) = 0.0122 and sqrt((3 + 2 * 9) / n) = 0.0324.
  expect(Math.abs(mean - 3)).toBeLessThan(4 * 0.0122);
  expect(Math.abs(variance - 3)).toBeLessThan(4 * 0.0324);
});
