import { type Emission, PoissonEmission } from '@latents/em';
import { ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { describeChecks, describeMembers, failedChecks } from '../../../testing/src/plain.js';
import { EMISSIONS, poisson, RATES } from './emission-cases.js';
import { emissionChecks } from './emission-checks.js';

describeMembers('emissions', {
  manifest: new URL('../../package.json', import.meta.url),
  types: ['Emission'],
  rows: Object.keys(EMISSIONS),
});
for (const [name, cases] of Object.entries(EMISSIONS)) describeChecks(name, emissionChecks(cases));

// The suite must fail where an emission is wrong.
describe('an emission that is wrong', () => {
  /** The right emission with some methods replaced. */
  const changed = (other: Partial<Emission>) => {
    const emission = Object.create(poisson.emission, Object.getOwnPropertyDescriptors(other)) as Emission;
    return failedChecks(emissionChecks({ ...poisson, emission }));
  };
  const right = poisson.emission;

  it('passes nowhere by accident: the right one passes everywhere', async () => {
    expect(await changed({})).toEqual([]);
  });

  it.each<[string, Partial<Emission>, RegExp]>([
    [
      'log-probabilities without the factorial',
      {
        logProbs: (x, out) => {
          right.logProbs(x, out);
          out[0]! += 0.01;
        },
      },
      /of the definition/,
    ],
    ['an expectation in bits', { expectedLogProb: (s, at) => right.expectedLogProb(s, at) / Math.LN2 }, /weighted sum/],
    [
      'statistics that ignore their offset',
      { accumulate: (x, posteriors, s) => right.accumulate(x, posteriors, s, 0) },
      /their own numbers/,
    ],
    [
      'statistics that are set, not added',
      {
        accumulate: (x, posteriors, s, at) => {
          s.fill(0, at);
          right.accumulate(x, posteriors, s, at);
        },
      },
      /add up/,
    ],
    [
      'an M step off by 1 %',
      {
        maximize: (s, at) =>
          new PoissonEmission(
            ndArray(
              [2, 2],
              (right.maximize(s, at) as PoissonEmission).rates.map((r) => 1.01 * r),
            ),
          ),
      },
      /maximum/,
    ],
    [
      'a gradient of the wrong sign',
      { gradient: (s, at) => right.gradient(s, at).map((v) => -v) },
      /finite difference/,
    ],
    [
      'a gradient of the rates, not of their logarithms',
      { gradient: (s, at) => right.gradient(s, at).map((v, i) => v / RATES.flat()[i]!) },
      /finite difference/,
    ],
    ['draws of another state', { draw: (state, rng) => right.draw(1 - state, rng) }, /mean and variance/],
    ['a check that takes everything', { check: () => undefined }, /refused/],
    ['a description of another shape', { config: { kind: 'poisson', states: 4, dimensions: 1 } }, /to the bit/],
  ])('%s fails', async (_, other, which) => {
    expect(await changed(other)).toContainEqual(expect.stringMatching(which));
  });

  it('an emission whose states divide by their weight fails', async () => {
    const divides = {
      maximize: (s: Float64Array, at: number) =>
        ({
          ...right.maximize(s, at),
          parameters: { rates: ndArray([1], Float64Array.of(s[at]! / 0)) },
        }) as unknown as Emission,
    };
    expect(await changed(divides)).toContainEqual(expect.stringMatching(/weight 0/));
  });
});
