import { type LogisticRegression, logisticRegression } from '@latents/classifiers';
import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { CANCER, IRIS, matrix, table } from './fixture.js';
import golden from './fixtures/logreg.json' with { type: 'json' };

const iris = table(IRIS);
const cancer = table(CANCER);

/** The largest entry of the objective's gradient, by the residuals of the returned classifier: 0 at the minimum. */
function gradientNorm({ classifier }: LogisticRegression, l2: number): number {
  const p = classifier.probabilities(matrix(iris.rows));
  let largest = 0;
  for (let c = 0; c < 3; c++) {
    for (let j = 0; j < 4; j++) {
      const data = iris.rows.reduce(
        (sum, row, i) => sum + row[j]! * (p[3 * i + c]! - (iris.labels[i] === c ? 1 : 0)),
        0,
      );
      largest = Math.max(largest, Math.abs(data + l2 * classifier.weights[c * 4 + j]!));
    }
  }
  return largest;
}

describe('against scikit-learn', () => {
  it.each(['newton', 'lbfgs'] as const)('iris, three classes, L2 (%s)', (solver) => {
    for (const [name, c] of [
      ['iris_multinomial_C1', 1],
      ['iris_multinomial_C100', 100],
    ] as const) {
      const expected = golden.results[name];
      const fit = logisticRegression({ x: matrix(iris.rows), y: iris.labels }, { l2: 1 / c, solver });
      expect(fit.converged).toBe(true);
      expect(fit.objective).toBeCloseTo(expected.objective, 9);
      expect(gradientNorm(fit, 1 / c)).toBeLessThan(1e-5);
      const gap = Math.max(...expected.coef.flat().map((w, i) => Math.abs(w - fit.classifier.weights[i]!)));
      expect(gap).toBeLessThan(c === 1 ? 1e-5 : 1e-3);
      const right = fit.classifier.predict(matrix(iris.rows)).filter((label, i) => label === iris.labels[i]).length;
      expect(right / 150).toBeCloseTo(expected.accuracy, 12);
    }
  });

  it('breast cancer, standardised, L2', () => {
    const d = cancer.rows[0]!.length;
    const means = Array.from({ length: d }, (_, j) => cancer.rows.reduce((s, r) => s + r[j]!, 0) / cancer.rows.length);
    const scales = means.map((m, j) =>
      Math.sqrt(cancer.rows.reduce((s, r) => s + (r[j]! - m) ** 2, 0) / cancer.rows.length),
    );
    const rows = cancer.rows.map((row) => row.map((v, j) => (v - means[j]!) / scales[j]!));
    const expected = golden.results.breast_cancer_standardised_C1;
    const fit = logisticRegression({ x: matrix(rows), y: cancer.labels }, { l2: 1 });
    expect(fit.objective).toBeCloseTo(expected.objective, 9);
    const gap = Math.max(...expected.coef.flat().map((w, i) => Math.abs(w - fit.classifier.weights[i]!)));
    expect(gap).toBeLessThan(1e-5);
    expect(fit.classifier.intercepts[0]!).toBeCloseTo(expected.intercept[0]!, 5);
  });
});

describe("against R's glm: versicolor or virginica, maximum likelihood (ERRATA A9)", () => {
  const rows = iris.rows.slice(50);
  const labels = iris.labels.slice(50).map((label) => label - 1);
  it.each(['newton', 'lbfgs'] as const)('coefficients and deviance (%s)', (solver) => {
    const { classifier, negativeLogLikelihood, converged } = logisticRegression(
      { x: matrix(rows), y: labels },
      { solver, tolerance: 1e-11 },
    );
    expect(converged).toBe(true);
    expect(2 * negativeLogLikelihood).toBeCloseTo(11.89855, 4);
    expect(classifier.intercepts[0]!).toBeCloseTo(-42.6378, 2);
    for (const [i, w] of [-2.4652, -6.6809, 9.4294, 18.2861].entries())
      expect(classifier.weights[i]!).toBeCloseTo(w, 2);
  });

  it('standard errors and p-values', () => {
    const { wald } = logisticRegression({ x: matrix(rows), y: labels });
    expect(wald!.interceptErrors[0]!).toBeCloseTo(25.708, 2);
    for (const [i, se] of [2.394, 4.48, 4.737, 9.743].entries()) expect(wald!.weightErrors[i]!).toBeCloseTo(se, 2);
    // 2 (1 - Phi(|z|)) at z = 9.4294 / 4.737 = 1.9906, by the normal table.
    expect(wald!.weightPValues[2]!).toBeCloseTo(0.0465, 3);
  });
});

describe('what a fit must be', () => {
  const rng = createRng(5);
  const rows = Array.from({ length: 60 }, () => [rng.normal(), rng.normal()]);
  const noisy = rows.map(([a, b]) => (a! + 0.5 * b! + 1.5 * rng.normal() > 0 ? 1 : 0));

  it('a row of weight 2 is that row twice', () => {
    const doubled = logisticRegression({
      x: matrix([...rows, ...rows.slice(0, 20)]),
      y: [...noisy, ...noisy.slice(0, 20)],
    });
    const weighted = logisticRegression(
      { x: matrix(rows), y: noisy },
      { sampleWeights: rows.map((_, i) => (i < 20 ? 2 : 1)) },
    );
    for (const [i, w] of doubled.classifier.weights.entries())
      expect(weighted.classifier.weights[i]!).toBeCloseTo(w, 8);
    expect(weighted.negativeLogLikelihood).toBeCloseTo(doubled.negativeLogLikelihood, 8);
  });

  it('class weights are the weights of the rows of a class', () => {
    const a = logisticRegression({ x: matrix(rows), y: noisy }, { classWeights: [1, 3] });
    const b = logisticRegression(
      { x: matrix(rows), y: noisy },
      { sampleWeights: noisy.map((label) => (label === 1 ? 3 : 1)) },
    );
    expect([...a.classifier.weights]).toEqual([...b.classifier.weights]);
  });

  it('three classes without penalty: the last row is 0, and the mean of each feature is matched by the probabilities', () => {
    const three = noisy.map((label, i) => (i % 3 === 0 ? 2 : label));
    const { classifier, converged } = logisticRegression({ x: matrix(rows), y: three });
    expect(converged).toBe(true);
    expect([...classifier.weights.slice(4)]).toEqual([0, 0]);
    const p = classifier.probabilities(matrix(rows));
    for (let c = 0; c < 3; c++) {
      for (let j = 0; j < 2; j++) {
        const model = rows.reduce((sum, row, i) => sum + row[j]! * p[3 * i + c]!, 0);
        const data = rows.reduce((sum, row, i) => sum + (three[i] === c ? row[j]! : 0), 0);
        expect(model).toBeCloseTo(data, 6);
      }
    }
  });

  it('L1: optimal by its subgradient, with weights that are exactly 0', () => {
    const l1 = 6;
    const wide = rows.map((row) => [...row, rng.normal(), rng.normal()]);
    const { classifier } = logisticRegression({ x: matrix(wide), y: noisy }, { l1 });
    const p = classifier.probabilities(matrix(wide));
    let zeros = 0;
    for (let j = 0; j < 4; j++) {
      const gradient = wide.reduce((sum, row, i) => sum + row[j]! * (p[2 * i + 1]! - noisy[i]!), 0);
      const w = classifier.weights[j]!;
      if (w === 0) {
        zeros++;
        expect(Math.abs(gradient)).toBeLessThanOrEqual(l1 + 1e-6);
      } else {
        expect(gradient).toBeCloseTo(-Math.sign(w) * l1, 5);
      }
    }
    expect(zeros).toBeGreaterThan(0);
    expect(zeros).toBeLessThan(4);
  });
});

it('L1, three classes: optimal by its subgradient', () => {
  const l1 = 4;
  const { classifier, converged } = logisticRegression(
    { x: matrix(iris.rows), y: iris.labels },
    { l1, tolerance: 1e-9 },
  );
  expect(converged).toBe(true);
  const p = classifier.probabilities(matrix(iris.rows));
  let zeros = 0;
  for (let c = 0; c < 3; c++) {
    for (let j = 0; j < 4; j++) {
      const slope = iris.rows.reduce(
        (sum, row, i) => sum + row[j]! * (p[3 * i + c]! - (iris.labels[i] === c ? 1 : 0)),
        0,
      );
      const w = classifier.weights[c * 4 + j]!;
      if (w === 0) {
        zeros++;
        expect(Math.abs(slope)).toBeLessThanOrEqual(l1 + 1e-5);
      } else expect(slope).toBeCloseTo(-Math.sign(w) * l1, 4);
    }
  }
  expect(zeros).toBeGreaterThan(2);
});

describe('separated classes', () => {
  it('completely: said, no standard errors, no NaN', () => {
    const fit = logisticRegression({ x: matrix([[0], [1], [2], [3]]), y: [0, 0, 1, 1] });
    expect(fit.separation).toBe('complete');
    expect(fit.converged).toBe(false);
    expect(fit.wald).toBeUndefined();
    expect(fit.classifier.weights.every(Number.isFinite)).toBe(true);
  });

  it.each(['newton', 'lbfgs'] as const)('quasi-completely: both classes at one point (%s)', (solver) => {
    const fit = logisticRegression({ x: matrix([[0], [1], [1], [2]]), y: [0, 0, 1, 1] }, { solver });
    expect(fit.separation).toBe('quasi-complete');
    expect(fit.wald).toBeUndefined();
  });

  it('overlapping classes with one far row are not separated', () => {
    const fit = logisticRegression({ x: matrix([[0], [1], [0.5], [2], [40]]), y: [0, 1, 1, 0, 1] });
    expect(fit.separation).toBeUndefined();
    expect(fit.converged).toBe(true);
  });

  it('a penalty keeps the weights finite', () => {
    const fit = logisticRegression({ x: matrix([[0], [1], [2], [3]]), y: [0, 0, 1, 1] }, { l2: 0.1 });
    expect(fit.separation).toBeUndefined();
    expect(fit.converged).toBe(true);
  });

  it('a constant column: weights are finite, and there are no standard errors to be had', () => {
    const fit = logisticRegression({
      x: matrix([
        [1, 0],
        [1, 1],
        [1, 0.5],
        [1, 2],
      ]),
      y: [0, 1, 1, 0],
    });
    expect(fit.classifier.weights.every(Number.isFinite)).toBe(true);
    expect(fit.wald).toBeUndefined();
  });
});

describe('bad input', () => {
  const x = matrix([[0], [1], [2]]);
  it.each([
    ['NaN', () => logisticRegression({ x: [[0], [Number.NaN]], y: [0, 1] }), /got NaN in row 1, column 0/],
    ['one class', () => logisticRegression({ x, y: [0, 0, 0] }), /at least 2 classes.*got one class/],
    ['a class without rows', () => logisticRegression({ x, y: [0, 2, 2] }), /got none of class 1/],
    ['too few labels', () => logisticRegression({ x, y: [0, 1] }), /expected 3 labels, one a row, got 2/],
    ['a fractional label', () => logisticRegression({ x, y: [0, 0.5, 1] }), /got 0.5 in row 1/],
    ['negative penalty', () => logisticRegression({ x, y: [0, 1, 0] }, { l2: -1 }), /l2.*got -1/],
    [
      'negative weight',
      () => logisticRegression({ x, y: [0, 1, 0] }, { sampleWeights: [1, -1, 1] }),
      /sampleWeights.*got -1 at 1/,
    ],
    [
      'class weights too few',
      () => logisticRegression({ x, y: [0, 1, 0] }, { classWeights: [1] }),
      /expected 2 classWeights, got 1/,
    ],
    [
      'Newton with L1',
      () => logisticRegression({ x, y: [0, 1, 0] }, { l1: 1, solver: 'newton' }),
      /expected solver 'lbfgs'/,
    ],
    [
      'wrong width',
      () => logisticRegression({ x, y: [0, 1, 0] }).classifier.predict(matrix([[1, 2]])),
      /\[n, 1\].*got \[1,2\]/,
    ],
  ])('%s', (_, act, message) => expect(act).toThrow(message));
});
