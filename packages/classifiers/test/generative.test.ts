import {
  bernoulliNaiveBayes,
  gaussianNaiveBayes,
  LinearClassifier,
  linearDiscriminant,
  logisticRegression,
  quadraticDiscriminant,
  sharedGaussianNaiveBayes,
} from '@latents/classifiers';
import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { IRIS, matrix, table } from './fixture.js';

const { rows: flowers, labels: y } = table(IRIS);
const x = matrix(flowers);

const errors = (predicted: Int32Array) => predicted.filter((label, i) => label !== y[i]).length;
const largestGap = (a: Float64Array, b: Float64Array) =>
  a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0);

describe('iris, resubstitution errors (ERRATA A9)', () => {
  it('linear discriminant: 3', () => expect(errors(linearDiscriminant({ x, y }).predict(x))).toBe(3));
  it('quadratic discriminant: 3', () => expect(errors(quadraticDiscriminant({ x, y }).predict(x))).toBe(3));
  it('Gaussian naive Bayes: 6', () => expect(errors(gaussianNaiveBayes({ x, y }).predict(x))).toBe(6));
});

describe('toLinear is the posterior', () => {
  const bits = matrix(flowers.map((row) => row.map((value, j) => (value > [5.8, 3, 4.3, 1.3][j]! ? 1 : 0))));
  it.each([
    ['linear discriminant, three classes', linearDiscriminant({ x, y }), x],
    ['shared naive Bayes, three classes', sharedGaussianNaiveBayes({ x, y }), x],
    ['Bernoulli naive Bayes, three classes', bernoulliNaiveBayes({ x: bits, y }), bits],
  ])('%s', (_, model, features) => {
    expect(largestGap(model.probabilities(features), model.toLinear().probabilities(features))).toBeLessThan(1e-12);
  });

  it('two classes: one row of log-odds', () => {
    const rows = flowers.slice(50);
    const labels = y.slice(50).map((label) => label - 1);
    const model = linearDiscriminant({ x: matrix(rows), y: labels });
    const linear = model.toLinear();
    expect(linear.intercepts).toHaveLength(1);
    expect(largestGap(model.probabilities(matrix(rows)), linear.probabilities(matrix(rows)))).toBeLessThan(1e-12);
  });
});

describe('ERRATA E62: the constant the note lost', () => {
  // pi = .3, mu1 = (1, 2), mu0 = (0, -.5), variances (.5, 2), at x = (.7, .1).
  const [pi, mu1, mu0, variances, point] = [0.3, [1, 2], [0, -0.5], [0.5, 2], [0.7, 0.1]];
  const weights = Float64Array.from(variances, (v, i) => (mu1[i]! - mu0[i]!) / v);
  const logPriorOdds = Math.log(pi / (1 - pi));
  const logNormal = (mean: number[]) =>
    point.reduce(
      (sum, value, i) =>
        sum - 0.5 * Math.log(2 * Math.PI * variances[i]!) - (value - mean[i]!) ** 2 / (2 * variances[i]!),
      0,
    );
  const truth = logNormal(mu1) - logNormal(mu0) + logPriorOdds;

  it('the true log-odds', () => expect(truth).toBeCloseTo(-1.259798, 6));

  it("the note's b = log prior odds gives the wrong class", () => {
    const [score] = new LinearClassifier(2, weights, Float64Array.of(logPriorOdds)).scores(matrix([point]));
    expect(score!).toBeCloseTo(0.677702, 6);
  });

  it('with the constants it is the truth, and a fitted model includes them', () => {
    const constants = variances.reduce((sum, v, i) => sum - (mu1[i]! ** 2 - mu0[i]! ** 2) / (2 * v), 0);
    const [score] = new LinearClassifier(2, weights, Float64Array.of(logPriorOdds + constants)).scores(matrix([point]));
    expect(score!).toBeCloseTo(truth, 12);
    // Data whose moments are exactly those: per class +-sqrt(variance) around its mean along each axis; 3 and 7 copies.
    const around = (mean: number[]) =>
      [-1, 1].flatMap((a) =>
        [-1, 1].map((b) => [mean[0]! + a * Math.sqrt(variances[0]!), mean[1]! + b * Math.sqrt(variances[1]!)]),
      );
    const rows = [...Array(3).fill(around(mu1)).flat(), ...Array(7).fill(around(mu0)).flat()];
    const labels = [...Array(12).fill(1), ...Array(28).fill(0)];
    const [fitted] = sharedGaussianNaiveBayes({ x: matrix(rows), y: labels })
      .toLinear()
      .scores(matrix([point]));
    expect(fitted!).toBeCloseTo(truth, 10);
  });
});

describe('ERRATA E61: "iff" is only "if"', () => {
  it('features that depend on each other given the class, and log-odds that are linear all the same', () => {
    // One full covariance [[1, .8], [.8, 1]]; log-odds from the two densities, at points on a line, have constant differences.
    const inverse = [
      [1 / 0.36, -0.8 / 0.36],
      [-0.8 / 0.36, 1 / 0.36],
    ];
    const quadratic = (p: number[], mean: number[]) => {
      const [a, b] = [p[0]! - mean[0]!, p[1]! - mean[1]!];
      return a * a * inverse[0]![0]! + 2 * a * b * inverse[0]![1]! + b * b * inverse[1]![1]!;
    };
    const odds = (p: number[]) => 0.5 * (quadratic(p, [0, 0]) - quadratic(p, [1, -1]));
    for (const direction of [
      [1, 0],
      [0, 1],
      [1, 3],
    ]) {
      const values = [0, 1, 2, 3].map((t) => odds([direction[0]! * t, direction[1]! * t]));
      expect(values[2]! - values[1]!).toBeCloseTo(values[1]! - values[0]!, 12);
      expect(values[3]! - values[2]!).toBeCloseTo(values[1]! - values[0]!, 12);
    }
  });

  it('and logistic regression finds that direction where naive Bayes does not', () => {
    const rng = createRng(3);
    const labels = Array.from({ length: 4000 }, (_, i) => i % 2);
    const rows = labels.map((label) => {
      const [a, b] = [rng.normal(), rng.normal()];
      return [a + label, 0.8 * a + 0.6 * b - label];
    });
    // Sigma^-1 (1, -1) = (5, -5).
    const { classifier } = logisticRegression({ x: matrix(rows), y: labels });
    const lda = linearDiscriminant({ x: matrix(rows), y: labels }).toLinear();
    const naive = sharedGaussianNaiveBayes({ x: matrix(rows), y: labels }).toLinear();
    for (const [i, w] of [5, -5].entries()) {
      expect(Math.abs(classifier.weights[i]! - w)).toBeLessThan(1);
      expect(Math.abs(lda.weights[i]! - w)).toBeLessThan(0.6);
      expect(Math.abs(naive.weights[i]! - w)).toBeGreaterThan(3);
    }
  });
});

describe('bad input', () => {
  const constant = matrix([
    [1, 0],
    [1, 1],
    [1, 2],
    [1, 4],
  ]);
  it.each([
    [
      'a constant column, LDA',
      () => linearDiscriminant({ x: constant, y: [0, 0, 1, 1] }),
      /positive definite covariance.*drop features or give smoothing/,
    ],
    [
      'more columns than rows, QDA',
      () =>
        quadraticDiscriminant({
          x: matrix([
            [1, 2],
            [2, 1],
            [3, 3],
            [0, 5],
          ]),
          y: [0, 0, 1, 1],
        }),
      /class 0.*singular/,
    ],
    [
      'grey bits',
      () => bernoulliNaiveBayes({ x: matrix([[0.5], [1]]), y: [0, 1] }),
      /0 or 1, got 0.5 in row 0, column 0/,
    ],
    [
      'no smoothing with a certain bit',
      () => bernoulliNaiveBayes({ x: matrix([[0], [1]]), y: [0, 1] }, { smoothing: 0 }),
      /log-odds would be infinite/,
    ],
    [
      'negative smoothing',
      () => bernoulliNaiveBayes({ x: matrix([[0], [1]]), y: [0, 1] }, { smoothing: -1 }),
      /got -1/,
    ],
    [
      'infinite parameters',
      () => new LinearClassifier(2, Float64Array.of(Infinity), Float64Array.of(0)),
      /finite parameters/,
    ],
    ['rows that do not fit', () => new LinearClassifier(3, Float64Array.of(1, 2), Float64Array.of(0, 0, 0)), /3 rows/],
  ])('%s', (_, act, message) => expect(act).toThrow(message));
});
