import { correlatedGaussian } from '@latents/datasets/synthetic';
import {
  barberAgakov,
  club,
  differenceOfEntropies,
  donskerVaradhan,
  infoNce,
  interpolated,
  jensenShannonObjective,
  leaveOneOut,
  nwj,
  smile,
  tuba,
} from '@latents/infotheory';
import { createRng, type Rng } from '@latents/math';
import { meanAndStandardError, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

const N = 40;
const source = correlatedGaussian({ dim: 1, correlation: 0.75 });
const truth = source.mutualInformation;

/** log p(y_i | x_j) of the correlated Gaussian at `[i, j]`, and log p(y_i). */
function batch(rng: Rng) {
  const { x, y } = source.sample(N, rng);
  const normal = (v: number, variance: number) => (-0.5 * (v * v)) / variance - 0.5 * Math.log(2 * Math.PI * variance);
  const conditional = Array.from(y.data, (b) => Array.from(x.data, (a) => normal(b - 0.75 * a, 0.4375)));
  const marginal = Array.from(y.data, (b) => normal(b, 1));
  const ratio = conditional.map((row, i) => row.map((log) => log - marginal[i]!));
  return { x, y, conditional, marginal, ratio };
}

/** The mean over batches of a bound of some scores, and its standard error. */
function average(f: (b: ReturnType<typeof batch>) => tf.Scalar, batches = 150) {
  const rng = createRng(1);
  return meanAndStandardError(Array.from({ length: batches }, () => tf.tidy(() => f(batch(rng)).dataSync()[0]!)));
}

const plain = {
  off: (s: number[][], f: (v: number, i: number, j: number) => number) =>
    s.flatMap((row, i) => row.map((v, j) => (i === j ? 0 : f(v, i, j)))).reduce((a, b) => a + b) /
    (s.length * (s.length - 1)),
  on: (s: number[][]) => s.reduce((sum, row, i) => sum + row[i]!, 0) / s.length,
};

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('values in float64, by their definitions', () => {
    const { ratio: s } = batch(createRng(0));
    const t = tf.tensor2d(s);
    const value = (b: { value: tf.Scalar }) => b.value.dataSync()[0]!;
    const mean = plain.off(s, Math.exp);
    expect(value(donskerVaradhan(t))).toBeCloseTo(plain.on(s) - Math.log(mean), 4);
    expect(value(tuba(t, 0.3))).toBeCloseTo(plain.on(s) - 0.3 - mean * Math.exp(-0.3) + 1, 4);
    expect(value(nwj(t))).toBeCloseTo(value(tuba(t, 1)), 6);
    const nce =
      plain.on(s) - s.reduce((sum, row) => sum + Math.log(row.reduce((a, v) => a + Math.exp(v), 0) / N) / N, 0);
    expect(value(infoNce(t))).toBeCloseTo(nce, 4);
    const softplus = (v: number) => Math.log1p(Math.exp(v));
    const js = -s.reduce((sum, row, i) => sum + softplus(-row[i]!) / N, 0) - plain.off(s, softplus);
    expect(value(jensenShannonObjective(t))).toBeCloseTo(js, 4);
    expect(value(smile(t, Infinity))).toBeCloseTo(value(donskerVaradhan(t)), 5);
    const clipped = plain.off(s, (v) => Math.exp(Math.min(1, Math.max(-1, v))));
    expect(value(smile(t, 1))).toBeCloseTo(plain.on(s) - Math.log(clipped), 4);
    for (const alpha of [0, 0.5, 1]) {
      const base = (i: number, j: number) => {
        const others = s[i]!.filter((_, k) => k !== i && k !== j);
        const m = others.reduce((sum, v) => sum + Math.exp(v), 0) / others.length;
        return alpha * m + (1 - alpha) * Math.exp(0.3);
      };
      const expected = plain.off(s, (v, i, j) => s[i]![i]! - Math.log(base(i, j)) - Math.exp(v) / base(i, j)) + 1;
      expect(value(interpolated(t, 0.3, alpha))).toBeCloseTo(expected, 3);
    }
    t.dispose();
  });
});

it('a baseline for each y: the score less its own', () => {
  tf.tidy(() => {
    const s = tf.tensor2d(createRng(5).fillNormal(new Float32Array(16)), [4, 4]);
    const baseline = tf.tensor2d([0.3, -0.2, 1, 0], [4, 1]);
    const value = (t: { value: tf.Scalar }) => t.value.dataSync()[0]!;
    expect(value(tuba(s, baseline))).toBeCloseTo(value(tuba(s.sub(baseline), 0)), 5);
    expect(value(interpolated(s, baseline, 0.4))).toBeCloseTo(value(interpolated(s.sub(baseline), 0, 0.4)), 4);
    expect(value(interpolated(s, baseline, 0))).toBeCloseTo(value(tuba(s, baseline)), 4);
  });
});

describe('against the truth', () => {
  beforeAll(() => useBackend('cpu'));
  const scores = (s: number[][]) => tf.tensor2d(s);

  it('the leave-one-out bound and CLUB lie above, InfoNCE and the interpolation below', () => {
    const above = average(({ conditional }) => leaveOneOut(scores(conditional)).value);
    expect(above.mean).toBeGreaterThan(truth - 4 * above.standardError);
    const club1 = average(({ conditional }) => club(scores(conditional)).value);
    // In closed form: rho^2 / (1 - rho^2).
    expect(Math.abs(club1.mean - 0.5625 / 0.4375)).toBeLessThan(4 * club1.standardError);
    for (const f of [
      ({ ratio }: ReturnType<typeof batch>) => infoNce(scores(ratio)).value,
      ({ ratio }: ReturnType<typeof batch>) => interpolated(scores(ratio), 0, 0.5).value,
      ({ ratio }: ReturnType<typeof batch>) => interpolated(scores(ratio), 0, 1).value,
    ]) {
      const below = average(f);
      expect(below.mean).toBeLessThan(truth + 4 * below.standardError);
      expect(below.mean).toBeGreaterThan(0.8 * truth);
    }
  });

  it('wrong critics stay below by every lower bound', () => {
    for (const [slope, offset] of [
      [0.3, 0],
      [2, 0.5],
      [-1, -1],
    ] as const) {
      const wrong = (b: ReturnType<typeof batch>) => scores(b.ratio.map((row) => row.map((v) => slope * v + offset)));
      for (const f of [nwj, infoNce, (t: tf.Tensor2D) => tuba(t, 0.5), (t: tf.Tensor2D) => interpolated(t, 0.5, 0.7)]) {
        const { mean, standardError } = average((b) => f(wrong(b)).value, 50);
        expect(mean).toBeLessThan(truth + 4 * standardError);
      }
    }
  });

  it('E46: a difference of entropies with wrong models errs to either side', () => {
    const estimate = (conditionalVariance: number, marginalVariance: number) =>
      average(({ x, y }) => {
        const normal = (v: number, variance: number) =>
          (-0.5 * (v * v)) / variance - 0.5 * Math.log(2 * Math.PI * variance);
        const given = Float32Array.from(y.data, (b, i) => normal(b - 0.75 * x.data[i]!, conditionalVariance));
        return differenceOfEntropies(
          tf.tensor1d(given),
          tf.tensor1d(Float32Array.from(y.data, (b) => normal(b, marginalVariance))),
        ).value;
      }, 50);
    const [high, low] = [estimate(0.4375, 4), estimate(2, 1)];
    expect(high.mean - 4 * high.standardError).toBeGreaterThan(truth);
    expect(low.mean + 4 * low.standardError).toBeLessThan(truth);
  });

  it('overflow: scores of 1,000 on and off the diagonal', () => {
    const t = tf.tensor2d([
      [1000, 0, 0],
      [0, 1000, 0],
      [0, 0, -1000],
    ]);
    for (const b of [donskerVaradhan(t), infoNce(t), smile(t, 5), jensenShannonObjective(t), interpolated(t, 0, 0.5)]) {
      expect(Number.isFinite(b.value.dataSync()[0])).toBe(true);
    }
    expect(infoNce(tf.eye(4).mul(1000)).value.dataSync()[0]).toBeCloseTo(Math.log(4), 5);
  });
});

it('refuses scores that are not square, single pairs, parameters out of range', () => {
  const [wide, one, two] = [tf.zeros([2, 3]), tf.zeros([1, 1]), tf.zeros([2, 2])] as [
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  for (const f of [
    donskerVaradhan,
    nwj,
    infoNce,
    jensenShannonObjective,
    club,
    leaveOneOut,
    (s: tf.Tensor2D) => smile(s, 1),
  ]) {
    expect(() => f(wide)).toThrow('got [2,3]');
    expect(() => f(one)).toThrow('got [1,1]');
  }
  expect(() => interpolated(two, 0, 0.5)).toThrow('n at least 3');
  expect(() => interpolated(tf.zeros([3, 3]), 0, 1.5)).toThrow('alpha from 0 to 1');
  expect(() => smile(two, 0)).toThrow('positive clip, got 0');
  expect(() => tuba(two, Number.NaN)).toThrow('finite log baseline, got NaN');
  expect(() => interpolated(tf.zeros([3, 3]), Infinity, 0.5)).toThrow('finite log baseline, got Infinity');
  expect(() => barberAgakov(tf.zeros([0]), 1)).toThrow('got [0]');
  expect(() => barberAgakov(tf.zeros([2]), Infinity)).toThrow('finite entropy');
  expect(() => differenceOfEntropies(tf.zeros([2]), tf.zeros([3]))).toThrow('got [2] and [3]');
});

it('NaN among the scores is NaN in the value: never a number that looks right', () => {
  const scores = tf.tensor2d([
    [1, 0, 2],
    [0, Number.NaN, 1],
    [1, 1, 3],
  ]);
  for (const f of [donskerVaradhan, nwj, infoNce, jensenShannonObjective, club, leaveOneOut]) {
    expect(f(scores).value.dataSync()[0]).toBeNaN();
  }
});
