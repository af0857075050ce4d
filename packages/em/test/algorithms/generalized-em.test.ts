import { type GaussianMixture, generalizedEm, initializeGaussianMixture, maximizeLikelihood } from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import { expect, it } from 'vitest';
import { iris } from '../fixture.js';

const { x } = iris();
const start = initializeGaussianMixture(x, { components: 2, rng: createRng(0), covariance: 'diagonal' });

/** One step up the gradient, halved until it is one. */
function uphill(model: GaussianMixture, statistics: Float64Array): GaussianMixture {
  const value = model.expectedLogJoint(statistics);
  const gradient = model.gradient(statistics);
  const point = model.toUnconstrained();
  for (let step = 0.01; step > 1e-12; step /= 2) {
    const next = model.fromUnconstrained(point.map((p, i) => p + step * gradient[i]!));
    if (next.expectedLogJoint(statistics) > value) return next;
  }
  return model;
}

it('a gradient step for an M step: never falls, and goes where EM goes', () => {
  const { trace, objective } = generalizedEm(start, x, uphill, { maxIterations: 3000, tolerance: 1e-10 });
  trace.slice(1).forEach(({ logMarginal }, i) => {
    expect(logMarginal).toBeGreaterThanOrEqual(trace[i]!.logMarginal - 1e-9);
  });
  const em = maximizeLikelihood(start, x, { maxIterations: 500, tolerance: 1e-10 });
  expect(Math.abs(objective - em.objective)).toBeLessThan(1e-2);
});

it('the M step itself: the trace of EM', () => {
  const own = generalizedEm(start, x, (model, statistics) => model.maximize(statistics), { maxIterations: 20 });
  const em = maximizeLikelihood(start, x, { maxIterations: 20 });
  expect(own.trace).toEqual(em.trace);
});

it('a step down is refused with its amount', () => {
  const down = (model: GaussianMixture, statistics: Float64Array) =>
    model.fromUnconstrained(model.toUnconstrained().map((p, i) => p - 0.01 * model.gradient(statistics)[i]!));
  const few = ndArray([4, 1], Float64Array.of(-2, -1, 1, 3));
  const model = initializeGaussianMixture(few, { components: 2, rng: createRng(0) });
  expect(() => generalizedEm(model, few, down, { maxIterations: 5 })).toThrow(
    'expected a model of no lower expectedLogJoint() + logPrior()',
  );
});
