import { probabilisticPca } from '@latents/datasets/synthetic';
import { ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../expect-close.js';
import { array, fixture } from '../fixture.js';

const x = array(fixture.pca.x);

describe('probabilisticPca', () => {
  it.each(fixture.pca.fits)('is the fit of scikit-learn with $latentDim components', (reference) => {
    const { weights, scale, model } = probabilisticPca(x, reference);
    expect(scale).toBeCloseTo(reference.scale, 10);
    const covariance = weights.map((a, i) =>
      weights.map((b, j) => a.reduce((sum, w, k) => sum + w * b[k]!, i === j ? scale ** 2 : 0)),
    );
    expectClose(covariance.flat(), reference.covariance.flat());
    const mean = model.logDensity(x).reduce((sum, nats) => sum + nats, 0) / x.shape[0]!;
    expect(mean).toBeCloseTo(reference.meanLogDensity, 9);
  });

  it('has orthogonal columns, longest first', () => {
    const { weights } = probabilisticPca(x, { latentDim: 3 });
    const dot = (i: number, j: number) => weights.reduce((sum, row) => sum + row[i]! * row[j]!, 0);
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      expect(dot(i, j)).toBeCloseTo(0, 10);
      expect(dot(i, i)).toBeGreaterThan(dot(j, j));
    }
  });

  it('is scale 1 and no weights beyond noise on a sphere of equal variances', () => {
    const cross = ndArray([4, 2], Float64Array.of(Math.SQRT2, 0, -Math.SQRT2, 0, 0, Math.SQRT2, 0, -Math.SQRT2));
    const { weights, scale } = probabilisticPca(cross, { latentDim: 1 });
    expect(scale).toBeCloseTo(1, 12);
    expectClose(weights.flat(), [0, 0], 1e-7);
  });

  it.each([0, 5, 1.5])('refuses latentDim %f of 5', (latentDim) => {
    expect(() => probabilisticPca(x, { latentDim })).toThrow(
      `expected an integer from 1 to 4, one less than the 5 dimensions, got ${latentDim}`,
    );
  });

  it.each([2 ** -400, 1e-100, 1e100, 2 ** 400])('scales with the units of the data, %d', (unit) => {
    const [base, scaled] = [
      x,
      ndArray(
        x.shape,
        x.data.map((value) => value * unit),
      ),
    ].map((data) => probabilisticPca(data, { latentDim: 2 }));
    expect(scaled!.scale / unit).toBeCloseTo(base!.scale, 10);
    const outer = ({ weights }: typeof base & object) =>
      weights.map(([a, b]) => a! * weights[0]![0]! + b! * weights[0]![1]!);
    expectClose(
      outer(scaled!).map((value) => value / unit / unit),
      outer(base!),
      1e-9,
    );
  });

  it('takes plain rows', () => {
    const rows = [
      [1, 2],
      [2, 1],
      [0, 0],
    ];
    expect(probabilisticPca(rows, { latentDim: 1 }).bias).toEqual([1, 1]);
  });

  it('refuses data on a line, no data, and NaN', () => {
    const line = ndArray([3, 3], Float64Array.of(1, 2, 3, 2, 4, 6, 3, 6, 9));
    expect(() => probabilisticPca(line, { latentDim: 1 })).toThrow('expected data that vary in more than 1 directions');
    expect(() => probabilisticPca(ndArray([0, 3], new Float64Array()), { latentDim: 1 })).toThrow(
      'with n >= 1, got [0,3]',
    );
    expect(() => probabilisticPca(ndArray([1, 2], Float64Array.of(1, Number.NaN)), { latentDim: 1 })).toThrow(
      'got NaN',
    );
  });
});
