import { createRng } from '@latents/math';
import { meanAndStandardError } from '@latents/testing';
import { browserMissing, type OpenPage, openPage } from '@latents/testing/browser';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as families from '../../src/distributions/index.js';
import { klRows, type Point, pointsOfFamilies, type Value } from '../fixture.js';
import type { Page } from './page.js';

const points = pointsOfFamilies();
const missing = browserMissing('the families on webgl');

/** Points where a value is further from scipy's than `relative` of it and `slack`, as messages. */
function faults(
  got: readonly number[],
  rows: readonly Point[],
  right: (row: Point) => Value | undefined,
  relative: number,
  slack: (row: Point) => number,
): string[] {
  expect(got.length).toBe(rows.length);
  return rows.flatMap((row, i) => {
    const expected = Number(right(row) ?? Number.NaN);
    if (Number.isNaN(expected) || got[i] === expected) return [];
    if (Math.abs(got[i]! - expected) <= relative * Math.abs(expected) + slack(row)) return [];
    return [`${JSON.stringify(row.params)} at ${row.x}: ${got[i]}, expected ${expected}`];
  });
}

// What the specification of SPIR-V, which shading languages follow, grants: log(x) errs by 2^-21 between 1/2 and 2 and by 3 units in
// the last place elsewhere, exp(x) by 3 + 2 |x| of them. expm1(x) is exp(x) - 1 there.
const ULP = 2 ** -23;
const errorOfLog = (x: number): number => (x > 0.5 && x < 2 ? 2 ** -21 : 3 * ULP * Math.abs(Math.log(x)));

/** The relative error of 1 - x^a, computed as -expm1(a log x). */
function errorOfComplement(a: number, x: number): number {
  const power = a * Math.log(x);
  return (a * errorOfLog(x) + (3 + 2 * Math.abs(power)) * ULP) / -Math.expm1(power);
}

/** What rounding moves a log-density by, and the functions of the shading language. */
function roundingOf(name: string, { params, x }: Point): number {
  const [loc, scale] = [params['loc'] ?? 0, params['scale'] ?? 1];
  const own = 3e-6 + 6e-7 * Math.abs(loc / scale);
  if (name === 'LogNormal') return own + (errorOfLog(x) * Math.abs(Math.log(x) - loc)) / scale ** 2;
  if (name !== 'Kumaraswamy') return own;
  return own + Math.abs(params['concentration0']! - 1) * errorOfComplement(params['concentration1']!, x);
}

/** The same of its gradients. */
function gradientRoundingOf(name: string, { params, x, gradients }: Point, key: string): number {
  const [loc, scale] = [params['loc'] ?? 0, params['scale'] ?? 1];
  const size = Math.max(1, 1 / scale, Math.abs((x - loc) / scale));
  const own = 2e-6 * size + 1e-6 * Math.abs(loc) * size ** 2;
  // By the scale it is a / s - 1 / x, whose terms cancel.
  if (name === 'InverseGamma' && key === 'scale') return own + (6e-8 * params['concentration']!) / scale;
  if (name !== 'Kumaraswamy') return own;
  const a = params['concentration1']!;
  // By concentration0 it is log(1 - x^a); by the others, mostly a term over 1 - x^a.
  return own + (key === 'concentration0' ? 1 : Math.abs(Number(gradients?.[key]))) * errorOfComplement(a, x);
}

describe.skipIf(missing)('families on webgl, in Chromium', () => {
  let page: OpenPage<Page>;
  beforeAll(async () => {
    page = await openPage(import.meta.dirname, { graphics: 'webgl' });
    expect(await page.call('start')).toEqual({ backend: 'webgl', float32: true });
    await tf.setBackend('cpu');
  });
  afterAll(async () => {
    const errors = page?.errors;
    await page?.close();
    expect(errors).toEqual([]);
  });

  it.each(Object.keys(points))('%s: log-probability and entropy are scipy to 1e-5, gradients to 1e-4', async (name) => {
    const rows = points[name]!;
    const before = await page.call('tensors');
    const given = rows.map(({ params, x }) => ({ params, x }));
    const { logProb, entropy, gradients } = await page.call('univariate', name, given);
    expect(await page.call('tensors')).toBe(before);
    expect(
      faults(
        logProb,
        rows,
        (row) => row.logProb,
        1e-5,
        (row) => roundingOf(name, row),
      ),
    ).toEqual([]);
    expect(
      faults(
        entropy,
        rows,
        (row) => row.entropy,
        1e-5,
        () => 1e-6,
      ),
    ).toEqual([]);
    for (const [key, values] of Object.entries(gradients)) {
      const right = (row: Point): Value | undefined => {
        const value = row.gradients?.[key];
        // At the end of an interval there is no derivative.
        return Number.isFinite(Number(value)) ? value : undefined;
      };
      const slack = (row: Point): number => gradientRoundingOf(name, row, key);
      expect(faults(values, rows, right, 1e-4, slack), `d/d${key}`).toEqual([]);
    }
  });

  it.each(Object.keys(points))(
    '%s: draws are those of the cpu backend to float32, with the mean of scipy',
    async (name) => {
      const row = points[name]![Math.floor(points[name]!.length / 2)]!;
      const n = 2000;
      const draws = await page.call('draws', name, row.params, 3, n);
      const cpu = tf.tidy(() => {
        const Family = (families as unknown as Record<string, new (options: object) => families.Distribution>)[name]!;
        return Array.from(new Family(row.params).sample(createRng(3), [n]).dataSync());
      });
      const far = draws.filter((x, i) => !(Math.abs(x - cpu[i]!) <= 2e-5 * Math.abs(cpu[i]!) + 2e-6));
      expect(far.length, JSON.stringify(row.params)).toBe(0);
      if (!Number.isFinite(Number(row.mean ?? Number.NaN)) || !Number.isFinite(Number(row.variance))) return;
      const { mean, standardError } = meanAndStandardError(draws);
      expect(Math.abs(mean - Number(row.mean)), JSON.stringify(row.params)).toBeLessThanOrEqual(
        4 * standardError + 1e-6,
      );
    },
  );

  it('klDivergence is quadrature to 1e-5 on each pair of a family that it answers', async () => {
    const some = new Set([
      'Normal',
      'Laplace',
      'Gamma',
      'Beta',
      'Gumbel',
      'Exponential',
      'Uniform',
      'Bernoulli',
      'Poisson',
    ]);
    const closed = klRows().filter(([q, , p]) => some.has(q) && some.has(p));
    const got = await page.call(
      'kl',
      closed.map(([q, a, p, b]) => [q, a, p, b] as const),
    );
    const answered = got.filter((value) => value !== null).length;
    const wrong = closed.flatMap(([q, a, p, b, right], i) => {
      const value = got[i]!;
      if (value === null || value === Number(right)) return [];
      if (Math.abs(value - Number(right)) <= 1e-5 * Math.abs(Number(right)) + 3e-6) return [];
      return [`${q} ${JSON.stringify(a)} || ${p} ${JSON.stringify(b)}: ${value}, expected ${right}`];
    });
    expect(wrong).toEqual([]);
    expect(answered).toBeGreaterThan(230);
  });

  it('Categorical and multivariate normals: closed forms in float64, and their draws', async () => {
    const logits = [0.2, -1.3, 2, 0.5];
    const p = logits.map((l) => Math.exp(l) / logits.reduce((sum, m) => sum + Math.exp(m), 0));
    // Covariance [[1, .5], [.5, 2.5]], determinant 2.25, inverse [[2.5, -.5], [-.5, 1]] / 2.25.
    const got = await page.call(
      'vectors',
      logits,
      [1, -1],
      [
        [1, 0],
        [0.5, 1.5],
      ],
      [1.3, -1.7],
    );
    const entropy = -p.reduce((sum, a) => sum + a * Math.log(a), 0);
    p.forEach((a, i) => {
      expect(got.categorical.logProb[i]).toBeCloseTo(Math.log(a), 5);
    });
    expect(got.categorical.entropy).toBeCloseTo(entropy, 5);
    expect(got.categorical.kl).toBeCloseTo(Math.log(4) - entropy, 5);
    p.forEach((a, i) => {
      const share = got.categorical.draws.filter((k) => k === i).length / 4000;
      expect(Math.abs(share - a)).toBeLessThan(4 * Math.sqrt((a * (1 - a)) / 4000));
    });
    const [x, y] = [0.3, -0.7];
    const normal = (square: number, determinant: number) =>
      -0.5 * square - 0.5 * Math.log(determinant) - Math.log(2 * Math.PI);
    expect(got.tril.logProb).toBeCloseTo(normal((2.5 * x * x - x * y + y * y) / 2.25, 2.25), 5);
    expect(got.tril.entropy).toBeCloseTo(1 + Math.log(2 * Math.PI) + 0.5 * Math.log(2.25), 5);
    expect(got.tril.gradient[0]).toBeCloseTo(-(2.5 * x - 0.5 * y) / 2.25, 5);
    expect(got.tril.gradient[1]).toBeCloseTo(-(y - 0.5 * x) / 2.25, 5);
    expect(got.diag.logProb).toBeCloseTo(normal(x * x + y ** 2 / 2.25, 2.25), 5);
    expect(got.diag.entropy).toBeCloseTo(1 + Math.log(2 * Math.PI) + 0.5 * Math.log(2.25), 5);
    expect(got.diag.gradient[0]).toBeCloseTo(-x, 5);
    expect(got.diag.gradient[1]).toBeCloseTo(-y / 2.25, 5);
    // tr(D^-1 S) = 1 + 2.5 / 2.25 and equal determinants.
    expect(got.kl).toBeCloseTo(0.5 * (1 + 2.5 / 2.25 - 2), 5);
    const products = Array.from({ length: 4000 }, (_, i) => (got.draws[2 * i]! - 1) * (got.draws[2 * i + 1]! + 1));
    const { mean, standardError } = meanAndStandardError(products);
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * standardError);
  });
});
