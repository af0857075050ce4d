import { linearGaussian } from '@latents/datasets/synthetic';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { expectClose, expectMean, expectMoments } from '../expect-close.js';
import { array, fixture } from '../fixture.js';

const reference = fixture.linearGaussian;
const model = linearGaussian(reference);

describe('linearGaussian', () => {
  it('has the log density that scipy has', () => {
    expectClose(model.logDensity(array(reference.x)), reference.logDensity);
  });

  it('has the posterior that conditioning the joint normal gives', () => {
    const { mean, covariance } = model.posterior(array(reference.x));
    expectClose(mean.data, reference.posteriorMean.flat());
    expectClose(covariance.data, reference.posteriorCovariance.flat());
  });

  it('draws x with the mean and covariance of its marginal, and of that entropy', () => {
    const { x } = model.sample(10_000, createRng(1));
    expectMoments(x.data, reference.bias, reference.covariance);
    expectMean(model.logDensity(x), -reference.entropy);
  });

  it('draws z with x: the posterior mean is off by zero on average, and by the posterior covariance squared', () => {
    const { x, z } = model.sample(10_000, createRng(2));
    const { mean } = model.posterior(x);
    const error = z.data.map((value, i) => value - mean.data[i]!);
    expectMoments(error, [0, 0], reference.posteriorCovariance);
  });

  it('has the exact log p(x) of the example by which erratum E9 is shown', () => {
    const small = linearGaussian({ weights: [[1]], bias: [0], scale: Math.sqrt(0.1) });
    expect(small.logDensity(ndArray([1, 1], Float64Array.of(1)))[0]).toBeCloseTo(-1.42114, 5);
  });

  it.each([
    ['ragged weights', { weights: [[1], [1, 2]], bias: [0, 0], scale: 1 }, 'got rows of lengths [1,2]'],
    ['a bias of another length', { weights: [[1], [2]], bias: [0], scale: 1 }, 'expected 2 numbers, got 1'],
    ['an infinite bias', { weights: [[1]], bias: [Infinity], scale: 1 }, 'expected finite numbers, got Infinity'],
    ['a negative scale', { weights: [[1]], bias: [0], scale: -1 }, 'expected a positive finite number, got -1'],
  ])('refuses %s', (_, options, message) => {
    expect(() => linearGaussian(options)).toThrow(message);
  });

  it('refuses x of another width and a sample of none', () => {
    const x = ndArray([1, 3], new Float64Array(3));
    expect(() => model.logDensity(x)).toThrow('model.logDensity(x): expected shape [n, 4], got [1,3]');
    expect(() => model.posterior(x)).toThrow('model.posterior(x): expected shape [n, 4], got [1,3]');
    expect(() => model.sample(-1, createRng(0))).toThrow('expected a positive integer, got -1');
  });
});
