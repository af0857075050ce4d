import {
  type Expectation,
  elboForms,
  expectationMaximization,
  type GaussianMixture,
  gradientAscent,
  incrementalEm,
  initializeGaussianMixture,
  MonotonicityError,
  maximizeLikelihood,
  onlineEm,
} from '@latents/em';
import { createRng } from '@latents/math';
import { fit, fullBatch, type Reading } from '@latents/training';
import { describe, expect, it } from 'vitest';
import { iris } from '../fixture.js';

const { x } = iris();
const start = initializeGaussianMixture(x, { components: 3, rng: createRng(1) });

/** A mixture whose M step is wrong from the third on: it goes back to where it began. */
class Forgetful {
  inner: GaussianMixture;
  age: number;
  constructor(inner: GaussianMixture, age: number) {
    this.inner = inner;
    this.age = age;
  }
  expect(data: typeof x): Expectation {
    return this.inner.expect(data);
  }
  maximize(statistics: Float64Array): Forgetful {
    return new Forgetful(this.age === 2 ? start : this.inner.maximize(statistics), this.age + 1);
  }
  expectedLogJoint(statistics: Float64Array): number {
    return this.inner.expectedLogJoint(statistics);
  }
  logPrior(): number {
    return 0;
  }
  toUnconstrained(): Float64Array {
    return this.inner.toUnconstrained();
  }
  fromUnconstrained(): Forgetful {
    return this;
  }
  gradient(statistics: Float64Array): Float64Array {
    return this.inner.gradient(statistics);
  }
  copy(): Forgetful {
    return new Forgetful(this.inner, this.age);
  }
  become(next: Forgetful): void {
    ({ inner: this.inner, age: this.age } = next);
  }
}

async function readingsOf(
  players: ReturnType<typeof expectationMaximization<typeof x, Forgetful>>['players'],
  steps: number,
) {
  const readings: Reading[] = [];
  for await (const reading of fit(players, fullBatch(x, 150), { steps, rng: createRng(0) })) readings.push(reading);
  return readings;
}

it('two players raise one bound in turn: tight when the model moves, and as maximizeLikelihood goes', async () => {
  const em = expectationMaximization<typeof x, GaussianMixture>(start);
  const readings: Reading[] = [];
  for await (const reading of fit(em.players, fullBatch(x, 150), { steps: 12, rng: createRng(0) }))
    readings.push(reading);
  const { trace, model } = maximizeLikelihood(start, x, { maxIterations: 12, tolerance: 0 });
  expect(readings.map(({ player }) => player).slice(0, 4)).toEqual(['posterior', 'model', 'posterior', 'model']);
  readings.forEach(({ nats, terms, side }, i) => {
    expect(side).toBe('lower');
    expect(terms['expected log joint']! + terms['entropy']!).toBeCloseTo(nats, 12);
    if (i > 0) expect(nats).toBeGreaterThanOrEqual(readings[i - 1]!.nats - 1e-12);
    if (i % 2 === 1) expect(nats * 150).toBeCloseTo(trace[(i - 1) / 2]!.logMarginal, 9);
  });
  // After the model's move the bound lies below log p until the posterior moves: the gap of the first form.
  expect(readings[4]!.nats).toBeLessThan(readings[5]!.nats);
  expect(em.model.toUnconstrained()).toEqual(model.toUnconstrained());
});

it('a wrong M step is caught, with its iteration and by how much', async () => {
  const run = () => maximizeLikelihood(new Forgetful(start, 0), x, { maxIterations: 9, tolerance: 0 });
  expect(run).toThrow(MonotonicityError);
  const honest = maximizeLikelihood(start, x, { maxIterations: 2, tolerance: 0 });
  const caught = await readingsOf(
    expectationMaximization<typeof x, Forgetful>(new Forgetful(start, 0)).players,
    9,
  ).catch((error) => error);
  expect(caught).toBeInstanceOf(MonotonicityError);
  expect(caught.iteration).toBe(3);
  expect(caught.decrease).toBeCloseTo(honest.objective - honest.trace[0]!.logMarginal, 8);
});

describe('bad input', () => {
  const half = { logPrior: [0, 0], logLikelihood: [0, 0], posterior: [0.5, 0.5] };
  const context = { step: 0, rng: createRng(0) };
  it.each([
    ['posterior that is no distribution', () => elboForms({ ...half, posterior: [1, 1] }), 'sum to 1'],
    ['negative posterior', () => elboForms({ ...half, posterior: [-1, 2] }), '>= 0'],
    ['lengths', () => elboForms({ ...half, logPrior: [0] }), 'one positive length'],
    ['mass where the joint has none', () => elboForms({ ...half, logPrior: [0, -Infinity] }), 'z = 1'],
    ['maxIterations', () => maximizeLikelihood(start, x, { maxIterations: 0 }), 'maxIterations'],
    ['tolerance', () => maximizeLikelihood(start, x, { maxIterations: 1, tolerance: Number.NaN }), 'tolerance'],
    ['gradient maxIterations', () => gradientAscent(start, x, { maxIterations: 1.5 }), 'maxIterations'],
    ['decay', () => onlineEm(start, 150, { decay: 0.5 }), '(0.5, 1]'],
    ['delay', () => onlineEm(start, 150, { delay: 0 }), '>= 1'],
    ['examples', () => onlineEm(start, 0), 'positive'],
    ['no parts', () => incrementalEm(start, []), 'at least one part'],
    ['another batch', () => incrementalEm(start, [x]).player.take({ ...x }, context), 'another batch'],
    ['the model moves first', () => expectationMaximization(start).players[1].take(x, context), "'posterior'"],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});
