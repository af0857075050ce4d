import { type LogisticRegressionOptions, logisticRegression } from '@latents/classifiers';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';

const n = 240;
const rng = createRng(3);
// Two overlapping classes; labels are flipped with probability 0.2, so that there is a finite maximum.
const x = Float64Array.from({ length: 2 * n }, (_, i) => rng.normal() + 4 * (Math.floor(i / 2) % 2));
const y = Array.from({ length: n }, (_, i) => (rng.uniform() < 0.8 ? i % 2 : 1 - (i % 2)));
const three = y.map((label, i) => (i % 5 === 0 ? 2 : label));

const inUnits = (scales: readonly number[], offsets: readonly number[]) =>
  ndArray(
    [n, 2],
    x.map((value, i) => value * scales[i % 2]! + offsets[i % 2]!),
  );
const raw = inUnits([1, 1], [0, 0]);

/** The gradient of the log-likelihood at the classifier by its formula, for standard columns: 0 at the maximum. */
function slopes(labels: readonly number[], options: LogisticRegressionOptions): number[] {
  const { classifier } = logisticRegression({ x: raw, y: labels }, options);
  const p = classifier.probabilities(raw);
  const k = classifier.classes;
  return Array.from({ length: 2 * k }, (_, at) => {
    const [c, j] = [Math.floor(at / 2), at % 2];
    return labels.reduce((sum, label, i) => sum + x[2 * i + j]! * (p[k * i + c]! - (label === c ? 1 : 0)), 0);
  });
}

const CHANGES: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ...[1e-150, 1e-100, 1e-20, 1e-10, 1e-5, 1e5, 1e10, 1e20, 1e100, 1e150].map(
    (s) => [`times ${s}`, [s, s], [0, 0]] as const,
  ),
  ...[1e3, 1e6, 1e8, 1e10].map((o) => [`plus ${o}`, [1, 1], [o, o]] as const),
  ['one column a Unix time, the other a rate', [3e7, 1e-3], [1.7e9, 0]],
];

describe.each([
  ['two classes, Newton', y, { solver: 'newton' }],
  ['two classes, L-BFGS', y, { solver: 'lbfgs' }],
  ['three classes, Newton', three, { solver: 'newton' }],
  ['three classes, L-BFGS', three, { solver: 'lbfgs' }],
] as const)('%s: the maximum does not depend on the units', (_, labels, options) => {
  const reference = logisticRegression({ x: raw, y: labels }, options);

  it('is a maximum, by the formula of the gradient', () => {
    expect(reference.converged).toBe(true);
    for (const slope of slopes(labels, options)) expect(Math.abs(slope)).toBeLessThan(1e-6);
  });

  it.each(CHANGES)('columns %s', (_change, scales, offsets) => {
    const fit = logisticRegression({ x: inUnits(scales, offsets), y: labels }, options);
    expect(fit.converged).toBe(true);
    expect(fit.separation).toBeUndefined();
    // An offset of 1e10 rounds the data themselves to 2e-6.
    expect(fit.negativeLogLikelihood).toBeCloseTo(reference.negativeLogLikelihood, 4);
    for (const [i, w] of reference.classifier.weights.entries()) {
      expect(fit.classifier.weights[i]! * scales[i % 2]!).toBeCloseTo(w, 4);
      const error = reference.wald!.weightErrors[i];
      if (error !== undefined) expect(fit.wald!.weightErrors[i]! * scales[i % 2]!).toBeCloseTo(error, 4);
    }
  });
});

it('the standard error of an intercept is that of the log-odds at 0, far from the data', () => {
  // Each class has the same x: weights and log-odds are 0, and the information is p (1 - p) = 1/4 per row.
  const rows = [99, 100, 101, 99, 100, 101].map((value) => [value]);
  const { wald } = logisticRegression({ x: rows, y: [0, 0, 0, 1, 1, 1] });
  // sum (x - 100)^2 = 4: Var(w) = 1 / (4 / 4), and Var(b) = 1 / (6 / 4) + 100^2 Var(w).
  expect(wald!.weightErrors[0]).toBeCloseTo(1, 10);
  expect(wald!.interceptErrors[0]).toBeCloseTo(Math.sqrt(1 / (6 / 4) + 100 ** 2), 8);
});

describe('penalties are those of the weights in the user’s units', () => {
  it.each([1e-3, 1, 1e4])('L2, columns times %s', (scale) => {
    const l2 = 0.5;
    const data = inUnits([scale, 1], [1000, 0]);
    const { classifier, objective, negativeLogLikelihood, converged } = logisticRegression({ x: data, y }, { l2 });
    expect(converged).toBe(true);
    const [w0 = 0, w1 = 0] = classifier.weights;
    expect(objective - negativeLogLikelihood).toBeCloseTo((l2 / 2) * (w0 * w0 + w1 * w1), 9);
    const p = classifier.probabilities(data);
    for (const [j, w] of [w0, w1].entries()) {
      const slope = y.reduce((sum, label, i) => sum + data.data[2 * i + j]! * (p[2 * i + 1]! - label), 0);
      expect(Math.abs(slope + l2 * w) / (scale + 1000)).toBeLessThan(1e-5);
    }
  });

  it('L1 keeps an unscaled column from stopping the search: the subgradient is 0 there', () => {
    const l1 = 1;
    const data = inUnits([1, 1e7], [0, 1.7e9]);
    const { classifier, converged } = logisticRegression({ x: data, y }, { l1 });
    expect(converged).toBe(true);
    const p = classifier.probabilities(data);
    for (const [j, w] of classifier.weights.entries()) {
      const centre = j === 1 ? 1.7e9 : 0;
      const slope = y.reduce((sum, label, i) => sum + (data.data[2 * i + j]! - centre) * (p[2 * i + 1]! - label), 0);
      expect(Math.abs(slope + Math.sign(w) * l1) / (j === 1 ? 1e7 : 1)).toBeLessThan(1e-5);
    }
  });
});

describe('separation', () => {
  it.each([{ maxIterations: 1 }, { maxIterations: 2, solver: 'lbfgs' }] as const)(
    'is not claimed of overlapping classes where the search stopped early: %o',
    (options) => {
      const fit = logisticRegression({ x: raw, y }, options);
      expect(fit).toMatchObject({ converged: false, separation: undefined, wald: undefined });
    },
  );

  it.each(['newton', 'lbfgs'] as const)('is found next to an unscaled column (%s)', (solver) => {
    // The classes share the point x = 1 and are apart elsewhere; the Unix time says nothing of them.
    const rows = [0, 1, 1, 2, 0, 2].map((value, i) => [value, 1.7e9 + [0, 1e7, 1e7, 0, 1e7, 1e7][i]!]);
    const fit = logisticRegression({ x: rows, y: [0, 0, 1, 1, 0, 1] }, { solver });
    expect(fit.separation).toBe('quasi-complete');
    expect(fit.wald).toBeUndefined();
  });
});

it('columns in centimetres and in inches have no standard errors, in 200 sets of data', () => {
  const draws = createRng(12);
  let known = 0;
  for (let set = 0; set < 200; set++) {
    const rows = Array.from({ length: 60 }, () => {
      const cm = 170 + 10 * draws.normal();
      return [cm, cm / 2.54, draws.normal()];
    });
    const labels = rows.map(([cm]) => (draws.uniform() < 1 / (1 + Math.exp(-(cm! - 170) / 10)) ? 1 : 0));
    const fit = logisticRegression({ x: rows, y: labels });
    expect(fit.converged).toBe(true);
    if (fit.wald !== undefined) known++;
  }
  expect(known).toBe(0);
});

describe('refuses, and never loops', () => {
  const lying = { shape: [4, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 9) };
  it.each([
    [
      'data that do not fit their shape',
      () => logisticRegression({ x: lying, y: [0, 1, 0, 1] }),
      /expected 12 numbers in x/,
    ],
    [
      'weights that are all 0',
      () => logisticRegression({ x: raw, y }, { sampleWeights: y.map(() => 0) }),
      /positive finite sum.*got 0/,
    ],
    ['a label of a billion', () => logisticRegression({ x: [[1], [2]], y: [0, 1e9] }), /got 1000000000 in row 1/],
    [
      'labels that are no list',
      () => logisticRegression({ x: [[1], [2]], y: null as never }),
      /expected y to be a list/,
    ],
    [
      'differences that overflow',
      () => logisticRegression({ x: [[1.7e308], [-1.7e308], [0]], y: [0, 1, 0] }),
      /differences are finite/,
    ],
    [
      'differences below 1e-308',
      () => logisticRegression({ x: [[0], [1e-310], [2e-310], [3e-310]], y: [0, 1, 0, 1] }),
      /weights are finite/,
    ],
  ])('%s', (_, act, message) => expect(act).toThrow(message));

  it.each([1e154, 1e160, 1e300])('columns of scale %s end at the maximum', (scale) => {
    const fit = logisticRegression({ x: inUnits([scale, scale], [0, 0]), y });
    expect(fit.converged).toBe(true);
    expect(fit.negativeLogLikelihood).toBeCloseTo(logisticRegression({ x: raw, y }).negativeLogLikelihood, 9);
  });
});
