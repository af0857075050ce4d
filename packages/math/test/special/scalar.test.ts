import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { i0e, i1e } from '../../src/special/bessel.js';
import { betainc } from '../../src/special/beta-inc.js';
import { betaincShapeGradient } from '../../src/special/beta-shape-gradient.js';
import { betaln } from '../../src/special/betaln.js';
import { erf, erfc, erfcx } from '../../src/special/erf.js';
import { expint1 } from '../../src/special/expint.js';
import { gammaincLower, gammaincUpper } from '../../src/special/gamma-inc.js';
import { logGammaShapeGradient, vonMisesConcentrationGradient } from '../../src/special/implicit.js';
import { lgamma } from '../../src/special/lgamma.js';
import { log1mexp, logaddexp } from '../../src/special/log-exp.js';
import { erfinv, inverseMills, logNdtr, ndtr, ndtri } from '../../src/special/normal-cdf.js';
import { digamma, polygamma } from '../../src/special/polygamma.js';
import { betaincInverse, gammaincInverse } from '../../src/special/quantile.js';

type Row = readonly (number | string)[];
const fixtures: Record<string, Row[]> = JSON.parse(
  readFileSync(new URL('../fixtures/special.json', import.meta.url), 'utf8'),
);

/** The largest relative error over the fixture's rows, whose last `outputs` entries are mpmath's values. */
function worst(name: string, f: (...x: number[]) => number, position = -1, outputs = 1): number {
  let error = 0;
  const rows = fixtures[name]!;
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    const expected = Number(row.at(position));
    const got = f(...row.slice(0, row.length - outputs).map(Number));
    if (got === expected || Math.abs(expected) < 1e-300) continue;
    const relative = Math.abs(got - expected) / Math.abs(expected);
    if (!(relative < 1e-9) && process.env['DEBUG']) console.log(name, row, got, relative);
    error = Number.isNaN(relative) ? Infinity : Math.max(error, relative);
  }
  return error;
}

describe('float64 special functions against mpmath, from subnormal to huge', () => {
  it.each<[string, (...x: number[]) => number, number]>([
    ['lgamma', lgamma, 1e-13],
    // Beside its zero at 1.46, where the last bit of the argument decides.
    ['digamma', digamma, 1e-8],
    ['polygamma1', (x) => polygamma(1, x), 1e-13],
    ['polygamma2', (x) => polygamma(2, x), 1e-13],
    ['polygamma3', (x) => polygamma(3, x), 1e-13],
    ['betaln', betaln, 1e-11],
    ['erf', erf, 1e-14],
    ['erfc', erfc, 1e-12],
    ['erfcx', erfcx, 1e-12],
    ['logNdtr', logNdtr, 1e-12],
    ['erfinv', erfinv, 1e-11],
    ['ndtri', ndtri, 1e-11],
    ['i0e', i0e, 1e-12],
    ['i1e', i1e, 1e-12],
    ['log1mexp', log1mexp, 1e-14],
    ['logaddexp', logaddexp, 1e-14],
    ['betainc', betainc, 1e-10],
    // By quadrature.
    ['logGammaShapeGradient', logGammaShapeGradient, 1e-7],
    ['vonMisesConcentrationGradient', vonMisesConcentrationGradient, 1e-7],
  ])('%s', (name, f, tolerance) => {
    expect(worst(name, f)).toBeLessThan(tolerance);
  });

  it('the regularised incomplete gamma functions, both tails', () => {
    expect(worst('gammainc', gammaincLower, -2, 2)).toBeLessThan(1e-8);
    expect(worst('gammainc', gammaincUpper, -1, 2)).toBeLessThan(1e-8);
  });

  it('the derivative of the incomplete beta function by its shape', () => {
    const logDensity = (a: number, b: number, x: number) =>
      (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - betaln(a, b);
    expect(worst('betaincShapeGradient', (a, b, x) => betaincShapeGradient(a, b, x, logDensity(a, b, x)))).toBeLessThan(
      1e-7,
    );
  });

  it('quantiles invert their distribution functions, also at tiny shapes', () => {
    for (const a of [1e-3, 0.1, 1, 7, 300]) {
      for (const p of [1e-12, 1e-4, 0.3, 0.5, 0.9, 1 - 1e-9]) {
        const x = gammaincInverse(a, p);
        expect(x).toBeGreaterThanOrEqual(0);
        if (x > 1e-300) expect(gammaincLower(a, x) / p).toBeCloseTo(1, 9);
        for (const b of [0.2, 1, 40]) {
          const y = betaincInverse(a, b, p);
          expect(y >= 0 && y <= 1).toBe(true);
          if (y > 1e-300 && y < 1 - 1e-9) expect(betainc(a, b, y) / p).toBeCloseTo(1, 9);
        }
      }
    }
  });

  it('the exponential integral against mpmath 1.2.1, e1(x), on both sides of x = 1', () => {
    for (const [x, value] of [
      [1e-10, 22.448635265138925],
      [0.5, 0.5597735947761608],
      [1, 0.21938393439552026],
      [1.5, 0.10001958240663265],
      [2, 0.04890051070806112],
      [10, 4.156968929685325e-6],
      [50, 3.783264029550459e-24],
      [700, 1.4065187662340328e-307],
    ] as const) {
      expect(Math.abs(expint1(x) / value - 1)).toBeLessThan(1e-13);
    }
    expect([expint1(0), expint1(800)]).toEqual([Infinity, 0]);
  });

  it('the upper tail of the incomplete gamma function at tiny shapes: a E_1(x) to first order in a', () => {
    for (const x of [1e-3, 0.1, 0.5, 0.9]) expect(gammaincUpper(1e-12, x) / 1e-12 / expint1(x)).toBeCloseTo(1, 9);
  });

  it('log Gamma between its zeros: log Gamma(3/2) = log(sqrt(pi) / 2), to the last digits', () => {
    const exact = Math.log(Math.PI) / 2 - Math.LN2;
    for (const [x, value] of [
      [1.5, exact],
      [2.5, exact + Math.log(1.5)],
    ] as const) {
      expect(Math.abs(lgamma(x) / value - 1)).toBeLessThan(4e-15);
    }
  });

  it('no value outside the domain', () => {
    for (const value of [
      digamma(0),
      digamma(-1),
      polygamma(1, -1),
      betaln(-1, 2),
      erfinv(2),
      ndtri(-0.1),
      ndtri(1.1),
      erfinv(-1.1),
      erfinv(Number.NaN),
      betainc(1, -1, 0.5),
      betainc(0, 1, 0.5),
      betainc(1, 0, 0.5),
      betainc(1, 1, -0.5),
      betainc(1, 1, 1.5),
      betaincInverse(0, 1, 0.5),
      betaincInverse(1, 0, 0.5),
      gammaincInverse(0, 0.5),
      expint1(-1),
    ]) {
      expect(value).toBeNaN();
    }
    expect(lgamma(0)).toBe(Infinity);
    expect(gammaincLower(-1, 1)).toBeNaN();
    expect(gammaincInverse(1, 2)).toBeNaN();
    expect(betaincInverse(1, 1, 2)).toBeNaN();
  });

  it('the error function and the normal distribution at infinity have their limits', () => {
    expect([erf(-Infinity), erf(Infinity), erfc(-Infinity), erfc(Infinity), erfcx(Infinity)]).toEqual([-1, 1, 2, 0, 0]);
    expect([ndtr(-Infinity), ndtr(Infinity), logNdtr(-Infinity), logNdtr(Infinity) + 0]).toEqual([0, 1, -Infinity, 0]);
    expect([inverseMills(-Infinity), inverseMills(Infinity)]).toEqual([Infinity, 0]);
    for (const f of [erf, erfc, erfcx, ndtr, logNdtr, inverseMills]) expect(f(Number.NaN)).toBeNaN();
  });

  it('erfc of a large number is 0, and ndtr 0 or 1, whatever the digits of the number', () => {
    for (let i = 0; i < 1000; i++) {
      for (const size of [30, 1e5, 1e7, 1e150]) {
        const x = size * (1 + i / 9973);
        expect([erfc(x), ndtr(-x * 2), ndtr(x)]).toEqual([0, 0, 1]);
      }
    }
    // From mpmath.
    expect(erfc(26.5) / 2.21090766426373e-307).toBeCloseTo(1, 11);
  });
});
