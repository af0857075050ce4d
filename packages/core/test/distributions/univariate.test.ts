import { createRng } from '@latents/math';
import { expectNoLeak, meanAndStandardError } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distributions/index.js';
import type { FamilyRow } from '../families/family.js';
import { familiesIn } from '../families/index.js';
import { type Point, pointsOfFamilies, type Value } from '../fixture.js';
import { useBackend } from '../use-backend.js';

const points = pointsOfFamilies();
const families = familiesIn('distributions');

/** All points of a family as one batch, from float32 tensors. */
function batch({ make, parameters }: FamilyRow, rows: readonly Point[]): Distribution {
  return make(
    Object.fromEntries(Object.keys(parameters).map((key) => [key, tf.tensor1d(rows.map((row) => row.params[key]!))])),
  );
}

/** The parameter of a point that is its location, or its scale, in the units of x. */
function roleOf({ parameters }: FamilyRow, role: 'location' | 'scale', { params }: Point): number | undefined {
  const found = Object.entries(parameters).find(([, parameter]) => parameter.role === role);
  return found && params[found[0]];
}

/** 1e-5 relative; absolute where the value is a small difference of float32 numbers (`slack`). */
function check(
  label: string,
  got: ArrayLike<number>,
  expected: readonly (Value | undefined)[],
  slack: (i: number) => number,
  rows: readonly Point[],
): void {
  expected.forEach((value, i) => {
    if (value === undefined) return;
    const right = Number(value);
    const wrong = got[i]!;
    if (Object.is(right, wrong) || right === wrong) return;
    const error = Math.abs(wrong - right);
    expect(error, `${label} at ${JSON.stringify(rows[i])}: ${wrong}`).toBeLessThanOrEqual(
      1e-5 * Math.abs(right) + slack(i),
    );
  });
}

describe.each(['cpu', 'wasm'])('univariate families on %s', (backend) => {
  useBackend(backend);

  describe.each(families.map((family) => [family.name, family] as const))('%s', (name, family) => {
    const rows = points[name]!;
    const keys = Object.keys(family.parameters);
    const locOf = (row: Point) => roleOf(family, 'location', row) ?? 0;
    const scaleOf = (row: Point) => roleOf(family, 'scale', row) ?? 1;

    it('agrees with mpmath at its points, extreme ones included', () => {
      expect(rows.length).toBeGreaterThanOrEqual(40);
      tf.tidy(() => {
        const d = batch(family, rows);
        const x = tf.tensor1d(rows.map((row) => row.x));
        const p = tf.tensor1d(rows.map((row) => row.p));
        // x is held to 24 bits: near its location the standardised x has fewer, and the log-density moves by its slope.
        const location = (i: number) => Math.abs(locOf(rows[i]!)) / scaleOf(rows[i]!);
        const rounding = (i: number) => 3e-7 * Math.abs(rows[i]!.x) * Math.exp(Number(rows[i]!.logProb));
        check(
          'logProb',
          d.logProb(x).dataSync(),
          rows.map((r) => r.logProb),
          (i) => 2e-6 + 6e-7 * location(i),
          rows,
        );
        check(
          'entropy',
          d.entropy().dataSync(),
          rows.map((r) => r.entropy),
          () => 1e-6,
          rows,
        );
        check(
          'mean',
          d.mean().dataSync(),
          rows.map((r) => r.mean),
          () => 1e-37,
          rows,
        );
        check(
          'variance',
          d.variance().dataSync(),
          rows.map((r) => r.variance),
          () => 1e-37,
          rows,
        );
        if (rows[0]!.cdf !== undefined) {
          check(
            'cdf',
            d.cdf(x).dataSync(),
            rows.map((r) => r.cdf),
            (i) => rounding(i) + 6e-7 * location(i),
            rows,
          );
        }
        if (rows[0]!.icdf !== undefined) {
          check(
            'icdf',
            d.icdf(p).dataSync(),
            rows.map((r) => r.icdf),
            (i) => 1e-6 * Math.abs(locOf(rows[i]!)) + 1e-16 * scaleOf(rows[i]!),
            rows,
          );
        }
      });
    });

    it('the gradients of its log-probability are the derivatives of mpmath', () => {
      const points = rows.filter((row) => row.gradients !== undefined);
      expect(points.length).toBeGreaterThan(0);
      tf.tidy(() => {
        const values = keys.map((key) => tf.tensor1d(points.map((row) => row.params[key]!)));
        const x = tf.tensor1d(points.map((row) => row.x));
        const f = (...tensors: tf.Tensor[]) => {
          const options = Object.fromEntries(keys.map((key, j) => [key, tensors[j + 1]!]));
          return family.make({ ...options, validate: false }).logProb(tensors[0]!);
        };
        const gradients = tf.grads(f)([x, ...values]);
        for (const [j, key] of ['x', ...keys].entries()) {
          const got = gradients[j]!.dataSync();
          points.forEach((row, i) => {
            const right = Number(row.gradients![key] ?? Number.NaN);
            if (!Number.isFinite(right)) return;
            // Terms of the size of 1 / scale cancel; x and the parameters are rounded to 24 bits.
            const [loc, scale] = [locOf(row), scaleOf(row)];
            const size = Math.max(1, 1 / scale, Math.abs((row.x - loc) / scale));
            const slack = 2e-6 * size + 1e-6 * Math.abs(loc) * size ** 2;
            expect(Math.abs(got[i]! - right), `d/d${key} at ${JSON.stringify(row)}: ${got[i]}`).toBeLessThanOrEqual(
              1e-4 * Math.abs(right) + slack,
            );
          });
        }
      });
    });

    it('draws in its support, the same on every backend, without a leak', async () => {
      const d = batch(family, rows);
      const draws = d.sample(createRng(7), [3]);
      expect(draws.shape).toEqual([3, rows.length]);
      const logProb = d.logProb(draws).dataSync();
      expect(Array.from(logProb).every((v) => !Number.isNaN(v))).toBe(true);
      await expectNoLeak(() => {
        d.sample(createRng(7), [3]).dispose();
        d.logProb(draws).dispose();
        d.entropy().dispose();
        d.mean().dispose();
        d.variance().dispose();
        d.mode().dispose();
      });
      draws.dispose();
    });

    it('the mode is at least as probable as every point tried', () => {
      tf.tidy(() => {
        const d = batch(family, rows);
        const best = d.logProb(d.mode()).dataSync();
        const here = d.logProb(tf.tensor1d(rows.map((row) => row.x))).dataSync();
        for (let i = 0; i < rows.length; i++) {
          expect(best[i]!, JSON.stringify(rows[i]!.params)).toBeGreaterThanOrEqual(
            here[i]! - 1e-4 * Math.abs(here[i]!) - 1e-5,
          );
        }
      });
    });

    it('samples are uniform under the distribution function (Kolmogorov-Smirnov), or have the right mean', () => {
      const n = 4000;
      const picked = [rows[Math.floor(rows.length / 3)]!, rows[Math.floor((2 * rows.length) / 3)]!];
      for (const row of picked) {
        tf.tidy(() => {
          const options = Object.fromEntries(Object.entries(row.params).map(([k, v]) => [k, tf.scalar(v)]));
          const d = family.make(options);
          const draws = d.sample(createRng(11), [n]);
          if (family.support.kind === 'integers') {
            const { mean, standardError } = meanAndStandardError(draws.dataSync());
            expect(Math.abs(mean - Number(row.mean))).toBeLessThanOrEqual(4 * standardError + 1e-3 * Number(row.mean));
            return;
          }
          const u = d.cdf(draws).dataSync().sort();
          let distance = 0;
          u.forEach((v, i) => {
            distance = Math.max(distance, Math.abs(v - i / n), Math.abs(v - (i + 1) / n));
          });
          // The Kolmogorov distribution passes 1.95 with probability 1e-3.
          expect(distance * Math.sqrt(n), JSON.stringify(row.params)).toBeLessThan(1.95);
        });
      }
    });
  });
});
