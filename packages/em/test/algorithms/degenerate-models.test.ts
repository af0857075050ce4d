import {
  CategoricalEmission,
  ContextFreeGrammar,
  DegenerateModelError,
  type Expectation,
  type GaussianMixture,
  gaussianMixture,
  gradientAscent,
  HiddenMarkovModel,
  ImpossibleDataError,
  type LatentVariableModel,
  maximizeLikelihood,
  OutsideDomainError,
  PoissonEmission,
  SingularCovarianceError,
  withRestarts,
} from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';

const column = (...values: number[]) => ndArray([values.length, 1], Float64Array.from(values));
const pair = (means: number[], variances: number[], covarianceFloor = 0) =>
  gaussianMixture({
    weights: [0.5, 0.5],
    means: column(...means),
    covariances: ndArray([2], Float64Array.from(variances)),
    covariance: 'spherical',
    covarianceFloor,
  });

/** Three equal rows: a narrow component on them loses all of its variance in the first M step. */
const x = column(0, 0, 0, 1, 2, 3);
const collapsing = (component: number) => (component === 0 ? pair([0, 2], [1e-6, 1]) : pair([2, 0], [1, 1e-6]));
const sound = pair([0.5, 2], [1, 1]);
const options = { maxIterations: 3, tolerance: 0 };

/** Returns the error that a call throws. */
function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('withRestarts', () => {
  const run = (starts: readonly GaussianMixture[]) =>
    withRestarts((_, index) => starts[index]!, x, { ...options, restarts: starts.length, rng: createRng(0) });

  it('passes over a run that collapses, whose objective is NaN', () => {
    const { objectives, objective, model } = run([collapsing(0), sound, collapsing(1)]);
    const alone = maximizeLikelihood(sound, x, options);
    expect(objectives).toEqual([Number.NaN, alone.objective, Number.NaN]);
    expect(objective).toBe(alone.objective);
    expect([...model.means.data]).toEqual([...alone.model.means.data]);
  });

  it('throws the error of the first run if every run collapses', () => {
    const error = errorOf(() => run([collapsing(1), collapsing(0)]));
    expect(error).toBeInstanceOf(SingularCovarianceError);
    expect(error).toBeInstanceOf(DegenerateModelError);
    expect((error as SingularCovarianceError).component).toBe(1);
  });

  it('throws a bad option of a start or of a run at once', () => {
    const bad = () =>
      withRestarts((_, index) => (index === 0 ? pair([0, 2], [1, 1], -1) : sound), x, {
        ...options,
        restarts: 2,
        rng: createRng(0),
      });
    expect(bad).toThrow('gaussians({ covarianceFloor }): expected a finite number >= 0, got -1.');
    expect(() => withRestarts(() => sound, x, { maxIterations: 0, restarts: 2, rng: createRng(0) })).toThrow(
      'maxIterations: expected a positive integer, got 0',
    );
  });
});

/** A mixture whose `fromUnconstrained` throws what it is told to, as often as it is told to. */
class Refusing implements LatentVariableModel<typeof x, Refusing> {
  static refusals = 0;
  readonly inner: GaussianMixture;
  readonly error: Error;

  constructor(inner: GaussianMixture, error: Error) {
    this.inner = inner;
    this.error = error;
  }
  expect(data: typeof x): Expectation {
    return this.inner.expect(data);
  }
  maximize(statistics: Float64Array): Refusing {
    return new Refusing(this.inner.maximize(statistics), this.error);
  }
  expectedLogJoint(statistics: Float64Array): number {
    return this.inner.expectedLogJoint(statistics);
  }
  logPrior(): number {
    return this.inner.logPrior();
  }
  toUnconstrained(): Float64Array {
    return this.inner.toUnconstrained();
  }
  fromUnconstrained(point: Float64Array): Refusing {
    if (Refusing.refusals-- > 0) throw this.error;
    return new Refusing(this.inner.fromUnconstrained(point), this.error);
  }
  gradient(statistics: Float64Array): Float64Array {
    return this.inner.gradient(statistics);
  }
}

describe.each([
  [
    'SQUAREM',
    (model: Refusing) => maximizeLikelihood(model, x, { ...options, maxIterations: 6, acceleration: 'squarem' }),
  ],
  ['gradientAscent', (model: Refusing) => gradientAscent(model, x, { maxIterations: 3 })],
] as const)('%s', (_, climb) => {
  it('goes on after a point whose model is degenerate', () => {
    Refusing.refusals = 2;
    const { trace } = climb(new Refusing(sound, new OutsideDomainError('no model')));
    expect(Refusing.refusals).toBeLessThanOrEqual(0);
    expect(trace.length).toBeGreaterThan(2);
  });

  it('throws every other error, a RangeError included', () => {
    Refusing.refusals = 1;
    expect(() => climb(new Refusing(sound, new RangeError('a bad option')))).toThrow('a bad option');
  });
});

describe('models without likelihood throw errors of their kind', () => {
  it('data of probability 0: a row, a sequence, a sentence', () => {
    expect(() => pair([0, 1], [1e-200, 1e-200]).expect(column(1e200))).toThrow(ImpossibleDataError);
    for (const question of ['posterior', 'predict'] as const) {
      expect(() => pair([0, 1], [1, 1])[question](column(0, 1e200))).toThrow(ImpossibleDataError);
      expect(() => pair([0, 1], [1, 1])[question](column(0, 1e200))).toThrow(
        `mixture.${question}(data): expected rows of positive density, got 0 for row 1`,
      );
    }
    expect([...pair([0, 1], [1, 1]).logProb(column(1e200))]).toEqual([-Infinity]);
    const hmm = new HiddenMarkovModel({
      start: [1],
      transitions: ndArray([1, 1], Float64Array.of(1)),
      emission: new CategoricalEmission(ndArray([1, 2], Float64Array.of(1, 0))),
    });
    expect(() => hmm.expect([ndArray([1], Int32Array.of(1))])).toThrow(ImpossibleDataError);
    const grammar = new ContextFreeGrammar({
      root: [1],
      rules: ndArray([1, 1, 1], Float64Array.of(0.5)),
      words: ndArray([1, 2], Float64Array.of(0.5, 0)),
      shared: true,
    });
    expect(() => grammar.expect([[1]])).toThrow(ImpossibleDataError);
  });

  it('points outside the domain: a variance below the floor, an infinite rate', () => {
    const floored = pair([0, 1], [1, 1], 0.5);
    const low = floored.toUnconstrained().map((value, i) => (i < 4 ? value : -5));
    expect(() => floored.fromUnconstrained(low)).toThrow(OutsideDomainError);
    const hmm = new HiddenMarkovModel({
      start: [1],
      transitions: ndArray([1, 1], Float64Array.of(1)),
      emission: new PoissonEmission(ndArray([1, 1], Float64Array.of(1))),
    });
    expect(() => hmm.fromUnconstrained(Float64Array.of(0, 0, 800))).toThrow(OutsideDomainError);
  });

  it('logProb of a row with density 0 is -Infinity', () => {
    expect([...pair([0, 1], [1e-200, 1e-200]).logProb(column(1e200, 0))][0]).toBe(-Infinity);
  });
});
