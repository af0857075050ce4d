import { createRng } from '@latents/math';
import type { Bound, Side } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import type { Checks } from './checks.js';
import { close, within4 } from './close.js';
import { expectNoLeak } from './expect-no-leak.js';
import { meanAndStandardError } from './standard-error.js';

/** A bound whose value and terms are scalar tensors, in nats: core's `TensorBound`. */
type Bounded = Bound<Side, tf.Scalar>;

/** A bound on a quantity that is known, for {@link boundChecks}. */
export interface BoundCases {
  /** Computes the bound at the present parameters. All draws come from the seed. */
  readonly make: (seed: number) => Bounded;
  readonly side: Side;
  /** The quantity bounded: its name, and its value in nats by enumeration, quadrature or in closed form. */
  readonly of: string;
  readonly truth: number;
  /** The expectation of the bound over its draws, in nats, if it is known. */
  readonly expected?: number;
  /** The value for the draws of a seed, in nats, by its definition in float64. A bound on no side needs this or `expected`. */
  readonly definition?: (seed: number) => number;
  /** The same bound with the posterior, critic or conditional for which it equals the truth, for every seed in expectation. */
  readonly tight?: (seed: number) => Bounded;
  /** The parameters of the bound, whose gradients are compared with differences. */
  readonly parameters: readonly tf.Variable[];
  /**
   * `'of the value'` (default): the gradient is that of the value for the same draws. `'in expectation'`: only their means over
   * draws agree. `'biased'`: the estimator is known to be biased, so it is not compared. A function: an exact bound, whose
   * gradient is the mean of the gradients.
   */
  readonly gradient?: 'of the value' | 'in expectation' | 'biased' | (() => Bounded);
  /** Number of seeds (default 60). */
  readonly draws?: number;
}

/** Size of a difference in float32: rounding is about 1e-6 / STEP, and curvature about STEP squared. */
const STEP = 1e-2;

/**
 * Returns the conformance checks of a bound: its side and expectation, its terms, its gradients by finite differences, and what it
 * leaves behind.
 *
 * @example
 * ```ts
 * describeChecks('entropyForm', boundChecks({
 *   make: (seed) => entropyForm(vae, x, { rng: createRng(seed) }),
 *   side: 'lower', of: 'log p(x)', truth: logDensity(EXAMPLE), parameters: Object.values(vae.parameters),
 * }));
 * ```
 */
export function boundChecks(cases: BoundCases): Checks {
  const {
    make,
    side,
    of,
    truth,
    expected,
    definition,
    tight,
    parameters,
    gradient = 'of the value',
    draws = 60,
  } = cases;
  const seeds = Array.from({ length: draws }, (_, seed) => seed);
  const natsOf = (bound: () => Bounded): number => tf.tidy(() => bound().value.dataSync()[0]!);
  const valuesOf = (of = make) => seeds.map((seed) => natsOf(() => of(seed)));

  return {
    'states its side and what it bounds, and its value is the weighted sum of its terms': () => {
      tf.tidy(() => {
        const bound = make(0);
        expect([bound.side, bound.of]).toEqual([side, of]);
        const total = bound.terms.reduce((sum, { nats, weight }) => sum + weight * nats.dataSync()[0]!, 0);
        close(bound.value.dataSync()[0]!, total, 1e-5);
        expect([bound.value.rank, ...bound.terms.map(({ nats }) => nats.rank)].every((rank) => rank === 0)).toBe(true);
      });
    },
    'its mean lies on its side of the truth, within 4 standard errors': () => {
      if (side === 'none') {
        expect(expected ?? definition, 'a bound on no side needs a known expectation or definition').toBeDefined();
        return;
      }
      const { mean, standardError } = meanAndStandardError(valuesOf());
      const slack = 4 * standardError + 1e-4 * Math.max(1, Math.abs(truth));
      expect(standardError, 'a standard error that says something').toBeLessThan(0.1 * Math.max(1, Math.abs(truth)));
      if (side !== 'upper') expect(mean, `a ${side} bound of ${truth}`).toBeLessThan(truth + slack);
      if (side !== 'lower') expect(mean, `a ${side} bound of ${truth}`).toBeGreaterThan(truth - slack);
    },
    'its mean is the known expectation, within 4 standard errors': () => {
      if (expected !== undefined) near4(valuesOf(), expected);
    },
    'its value is that of its definition in float64': () => {
      for (const seed of definition ? seeds.slice(0, 5) : [])
        close(
          natsOf(() => make(seed)),
          definition!(seed),
          1e-4,
        );
    },
    'where it is tight its mean is the truth, within 4 standard errors': () => {
      if (tight !== undefined) near4(valuesOf(tight), truth);
    },
    'its gradients are finite differences': () => {
      if (gradient === 'biased') return;
      for (const trial of [1, 2]) {
        const direction = directionOf(parameters, trial);
        if (gradient === 'of the value') {
          for (const seed of [3, 4]) {
            const bound = () => make(seed);
            close(slopeOf(bound, parameters, direction), difference(bound, parameters, direction), 5e-3);
          }
          continue;
        }
        // Common draws: what they share cancels, if the gradient is right.
        const exact = typeof gradient === 'function' ? slopeOf(gradient, parameters, direction) : undefined;
        const errors = seeds.map(
          (seed) =>
            slopeOf(() => make(seed), parameters, direction) -
            (exact ?? difference(() => make(seed), parameters, direction)),
        );
        near4(errors, 0);
      }
    },
    'leaves exactly its value and terms, outside tf.tidy and in it': async () => {
      const made = (bound: Bounded) => new Set([bound.value, ...bound.terms.map(({ nats }) => nats)]);
      const first = made(make(5));
      tf.dispose([...first]);
      await expectNoLeak(() => make(5), first.size);
      await expectNoLeak(() =>
        tf.tidy(() => {
          expect([...made(make(5))].every((tensor) => !tensor.isDisposed)).toBe(true);
        }),
      );
    },
  };
}

/** Within 4 standard errors, or of a value without noise within its rounding. */
function near4(values: readonly number[], expected: number): void {
  const { mean, standardError } = meanAndStandardError(values);
  if (standardError < 1e-4) close(mean, expected, 2e-4);
  else within4(values, expected);
}

/** Returns random unit steps, one tensor per parameter. */
function directionOf(parameters: readonly tf.Variable[], seed: number): number[][] {
  const rng = createRng(seed);
  return parameters.map(({ size }) => Array.from(rng.fillNormal(new Float32Array(size))));
}

function slopeOf(bound: () => Bounded, parameters: readonly tf.Variable[], direction: readonly number[][]): number {
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(() => bound().value, [...parameters]);
    return parameters.reduce((total, { name }, k) => {
      const slopes = grads[name]!.dataSync();
      return direction[k]!.reduce((sum, v, i) => sum + v * slopes[i]!, total);
    }, 0);
  });
}

function difference(bound: () => Bounded, parameters: readonly tf.Variable[], direction: readonly number[][]): number {
  const before = parameters.map((parameter) => parameter.dataSync().slice());
  const at = (step: number): number =>
    tf.tidy(() => {
      for (const [k, parameter] of parameters.entries()) {
        const moved = before[k]!.map((v, i) => v + step * direction[k]![i]!);
        parameter.assign(tf.tensor(moved, parameter.shape));
      }
      return bound().value.dataSync()[0]!;
    });
  try {
    return (at(STEP) - at(-STEP)) / (2 * STEP);
  } finally {
    tf.tidy(() => {
      for (const [k, parameter] of parameters.entries()) parameter.assign(tf.tensor(before[k]!, parameter.shape));
    });
  }
}
