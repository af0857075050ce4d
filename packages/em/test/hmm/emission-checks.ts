import type { Emission } from '@latents/em';
import { createRng, type NdArray, ndArray, takeRows } from '@latents/math';
import { expect } from 'vitest';
// By its file: testing needs TensorFlow.js, which em does without.
import { type Checks, close, finiteDifferences, within4 } from '../../../testing/src/plain.js';
import { emissionOf } from '../../src/hmm/emission-of.js';

type Row = readonly number[];

/** An emission and what is known of it, in float64. */
export interface EmissionCases {
  readonly emission: Emission;
  /** A few observations. */
  readonly observations: NdArray;
  /** log p(x | z), in nats, by its definition. */
  readonly logProb: (z: number, x: Row) => number;
  /**
   * E log p(x, c | z) over the components c that the emission sums out, given x and z. Default: log p(x | z), for an emission
   * without components.
   */
  readonly complete?: (z: number, x: Row) => number;
  /** Mean and variance of the first number that state z emits. */
  readonly moments: (z: number) => readonly [mean: number, variance: number];
  /** The same observations and emission in other units, and the log p(x | z) that the change adds; or why there are none. */
  readonly otherUnits:
    | { readonly emission: Emission; readonly observations: NdArray; readonly logJacobian: number }
    | string;
  /** Observations that must be refused, with the message. */
  readonly refused: readonly (readonly [observations: NdArray, message: string])[];
}

/** Statistics stand behind numbers that belong to somebody else. */
const OFFSET = 3;

/** The conformance checks of an emission of a hidden Markov model, by brute force over observations and states. */
export function emissionChecks(cases: EmissionCases): Checks {
  const { emission, observations, logProb, complete = logProb, moments, otherUnits, refused } = cases;
  const { states } = emission;
  const steps = observations.shape[0]!;
  const rowAt = (t: number, from = observations): Row => Array.from(takeRows(from, [t]).data as ArrayLike<number>);
  const stride = states + 1;
  const weights = Float64Array.from(createRng(1).fillUniform(new Float32Array(steps * stride)));
  const statisticsOf = (data = observations, of = weights, by = emission) => {
    const statistics = new Float64Array(OFFSET + by.statisticsLength + 1).fill(0);
    by.accumulate(data, { data: of, stride }, statistics, OFFSET);
    return statistics;
  };
  /** The sum over steps and states of weight times f. */
  const summed = (f: (z: number, x: Row) => number, of = weights) => {
    let total = 0;
    for (let t = 0; t < steps; t++) {
      for (let z = 0; z < states; z++) {
        const weight = of[t * stride + z]!;
        if (weight > 0) total += weight * f(z, rowAt(t));
      }
    }
    return total;
  };
  const logsOf = (by: Emission, data = observations) => {
    const logs = new Float64Array(steps * states);
    by.logProbs(data, logs);
    return logs;
  };
  const objectiveAt = (point: readonly number[]) => {
    const moved = emission.at(Float64Array.from([0, ...point]), 1);
    const logs = logsOf(moved);
    return logs.reduce((total, log, i) => {
      const weight = weights[Math.floor(i / states) * stride + (i % states)]!;
      return total + weight * log;
    }, moved.logPrior());
  };
  /** The weights without those of one state. */
  const without = (state: number) => weights.map((w, i) => (i % stride === state ? 0 : w));
  const finite = (values: Iterable<number>) => expect([...values].every(Number.isFinite)).toBe(true);

  return {
    'log-probabilities and scaled likelihoods are those of the definition': () => {
      const [scaled, shift] = [new Float64Array(steps * stride).fill(7), new Float64Array(steps)];
      emission.likelihoods(observations, { data: scaled, stride }, shift);
      const logs = logsOf(emission);
      for (let t = 0; t < steps; t++) {
        for (let z = 0; z < states; z++) {
          const exact = logProb(z, rowAt(t));
          close(logs[t * states + z]!, exact, 1e-10);
          close(Math.log(scaled[t * stride + z]!) + shift[t]!, exact, 1e-10);
        }
        expect(scaled[t * stride + states], 'a number between two rows').toBe(7);
      }
    },
    'the expected log-probability under statistics is the weighted sum over observations': () => {
      close(emission.expectedLogProb(statisticsOf(), OFFSET), summed(complete), 1e-10);
    },
    'statistics add up over parts of the data, and stay within their own numbers': () => {
      const half = steps >> 1;
      const rows = (from: number, to: number) =>
        takeRows(
          observations,
          Array.from({ length: to - from }, (_, i) => from + i),
        );
      const whole = statisticsOf();
      const parts = statisticsOf(rows(0, half), weights.subarray(0, half * stride));
      emission.accumulate(rows(half, steps), { data: weights.subarray(half * stride), stride }, parts, OFFSET);
      for (const [i, v] of parts.entries()) close(v, whole[i]!, 1e-10);
      for (const i of [0, 1, 2, whole.length - 1]) expect(whole[i]).toBe(0);
    },
    'weights of 2 count as two copies': () => {
      const twice = statisticsOf(
        observations,
        weights.map((w) => 2 * w),
      );
      for (const [i, v] of statisticsOf().entries()) close(twice[i]!, 2 * v, 1e-10);
    },
    'no point near the maximum is above it, and the gradient there is 0': () => {
      const statistics = statisticsOf();
      const best = emission.maximize(statistics, OFFSET);
      const point = best.point();
      const value = (by: Emission) => by.expectedLogProb(statistics, OFFSET) + by.logPrior();
      const top = value(best);
      expect(top).toBeGreaterThanOrEqual(value(emission));
      const rng = createRng(2);
      for (let trial = 0; trial < 30; trial++) {
        const moved = point.map((v) => v + (trial % 2 ? 1e-3 : 0.1) * rng.normal());
        expect(value(emission.at(Float64Array.from(moved), 0))).toBeLessThanOrEqual(top + 1e-9 * Math.abs(top));
      }
      for (const slope of best.gradient(statistics, OFFSET)) expect(Math.abs(slope)).toBeLessThan(1e-8);
    },
    'the gradient is the finite difference of the weighted log-probability and the prior': () => {
      const gradient = emission.gradient(statisticsOf(), OFFSET);
      const exact = finiteDifferences(objectiveAt, emission.point());
      expect(gradient).toHaveLength(exact.length);
      for (const [i, v] of gradient.entries()) close(v, exact[i]!, 1e-6);
    },
    'its point is the emission itself': () => {
      const again = emission.at(Float64Array.from(emission.point()), 0);
      for (const [i, v] of logsOf(again).entries()) close(v, logsOf(emission)[i]!, 1e-9);
    },
    'a state of weight 0 keeps finite parameters and leaves the others as they would be': () => {
      for (const state of [0, states - 1]) {
        const best = emission.maximize(statisticsOf(observations, without(state)), OFFSET);
        for (const { data } of Object.values(best.parameters)) finite(data);
        const logs = logsOf(best);
        for (const [i, v] of logs.entries()) if (i % states === state) expect(v).not.toBeNaN();
        // Where no parameter is shared, the other states do not feel it.
        if ('tied' in emission.config || String(emission.config['covariance']).includes('tied')) continue;
        const all = logsOf(emission.maximize(statisticsOf(), OFFSET));
        for (const [i, v] of logs.entries()) if (i % states !== state) close(v, all[i]!, 1e-9);
      }
    },
    'draws have the known mean and variance, within 4 standard errors, and are the same for the same seed': () => {
      for (let z = 0; z < states; z++) {
        const draws = (seed: number) => {
          const rng = createRng(seed);
          return Array.from({ length: 4000 }, () => emission.draw(z, rng)[0]!);
        };
        const [mean, variance] = moments(z);
        const found = draws(3);
        within4(found, mean);
        within4(
          found.map((v) => (v - mean) ** 2),
          variance,
        );
        expect(draws(3).slice(0, 20)).toEqual(found.slice(0, 20));
        expect(draws(4).slice(0, 20)).not.toEqual(found.slice(0, 20));
      }
    },
    'its description and parameters make the same emission, to the bit': () => {
      const config = JSON.parse(JSON.stringify(emission.config));
      expect(config).toEqual(emission.config);
      const rebuilt = [
        emission.withParameters('test', emission.parameters),
        emissionOf('test', config, emission.parameters),
      ];
      for (const again of rebuilt) expect([...logsOf(again)]).toEqual([...logsOf(emission)]);
      expect(() => emission.withParameters('test', {})).toThrow(/^test/);
    },
    ...(typeof otherUnits !== 'string' && {
      'other units change log-probabilities by the log-Jacobian alone, before and after the maximum': () => {
        const { emission: other, observations: data, logJacobian } = otherUnits;
        const best = other.maximize(statisticsOf(data, weights, other), OFFSET);
        const pairs = [
          [logsOf(other, data), logsOf(emission)],
          [logsOf(best, data), logsOf(emission.maximize(statisticsOf(), OFFSET))],
        ] as const;
        for (const [there, here] of pairs) {
          for (const [i, v] of there.entries()) close(v, here[i]! + logJacobian, 1e-8);
        }
      },
    }),
    'observations that are none of its own are refused by name': () => {
      emission.check(observations, 'x');
      for (const [data, message] of refused) {
        expect(() => emission.check(data, 'x')).toThrow(RangeError);
        expect(() => emission.check(data, 'x')).toThrow(message);
      }
      expect(() => emission.check(ndArray([0], new Float64Array(0)), 'x')).toThrow(/^x: /);
    },
  };
}
