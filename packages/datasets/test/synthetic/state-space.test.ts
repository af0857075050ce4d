import { stateSpace } from '@latents/datasets/synthetic';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { expectClose, expectMean, expectMoments } from '../expect-close.js';
import { array, fixture } from '../fixture.js';

const reference = fixture.stateSpace;
const model = stateSpace(reference);
const x = array(reference.x);

describe('stateSpace', () => {
  it('has the log density of the joint normal of all observations', () => {
    expectClose(model.logDensity(x), reference.logDensity);
  });

  it('has that of x_1 for sequences of length 1', () => {
    const first = ndArray([3, 1, 3], Float64Array.from(reference.x.flatMap((sequence) => sequence[0]!)));
    expectClose(model.logDensity(first), reference.firstStep);
  });

  it('draws sequences with the mean and covariance of the joint normal, and of that entropy', () => {
    const { x: drawn } = model.sample(4000, 6, createRng(1));
    expectMoments(drawn.data, reference.mean, reference.covariance);
    expectMean(model.logDensity(drawn), -reference.entropy);
  });

  it('draws states with the observations: what is left of x without C z is noise of the emission scale', () => {
    const { x: drawn, z } = model.sample(2000, 2, createRng(2));
    expect(z.shape).toEqual([2000, 2, 2]);
    const rest = drawn.data.map((value, i) => {
      const [step, j] = [Math.floor(i / 3), i % 3];
      return (
        value - reference.emission[j]![0]! * z.data[2 * step]! - reference.emission[j]![1]! * z.data[2 * step + 1]!
      );
    });
    const variance = reference.emissionScale ** 2;
    expectMoments(rest, [0, 0, 0], [[variance], [0, variance], [0, 0, variance]]);
  });

  it('stays finite over 5,000 steps', () => {
    const { x: long } = model.sample(1, 5000, createRng(3));
    expect(Number.isFinite(model.logDensity(long)[0])).toBe(true);
  });

  it.each([
    [
      'a transition not square',
      { transition: [[1, 0]] },
      'stateSpace({ transition }): expected a matrix [1, 1], got rows of lengths [2]',
    ],
    [
      'an emission of another width',
      { emission: [[1]] },
      'stateSpace({ emission }): expected a matrix [1, 2], got rows of lengths [1]',
    ],
    ['an initial mean of another length', { initialMean: [1] }, 'expected 2 numbers, got 1'],
    [
      'an infinite transition',
      {
        transition: [
          [Infinity, 0],
          [0, 1],
        ],
      },
      'expected finite numbers, got Infinity',
    ],
    ['transition scale 0', { transitionScale: 0 }, 'stateSpace({ transitionScale }): expected a positive finite'],
    ['emission scale NaN', { emissionScale: Number.NaN }, 'stateSpace({ emissionScale }): expected a positive finite'],
    ['a negative initial scale', { initialScale: -1 }, 'stateSpace({ initialScale }): expected a positive finite'],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => stateSpace({ ...reference, ...wrong })).toThrow(message);
  });

  it('refuses sequences of another width and empty samples', () => {
    expect(() => model.logDensity(ndArray([1, 2, 2], new Float64Array(4)))).toThrow(
      'expected shape [n, steps, 3], got [1,2,2]',
    );
    expect(() => model.sample(0, 1, createRng(0))).toThrow('model.sample(n): expected a positive integer, got 0');
    expect(() => model.sample(1, 0, createRng(0))).toThrow(
      'model.sample(n, steps): expected a positive integer, got 0',
    );
  });
});
