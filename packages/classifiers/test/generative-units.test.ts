import {
  gaussianNaiveBayes,
  linearDiscriminant,
  quadraticDiscriminant,
  sharedGaussianNaiveBayes,
} from '@latents/classifiers';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';

const n = 240;
const rng = createRng(3);
const x = Float64Array.from({ length: 2 * n }, (_, i) => rng.normal() + 4 * (Math.floor(i / 2) % 2));
const two = Array.from({ length: n }, (_, i) => (rng.uniform() < 0.8 ? i % 2 : 1 - (i % 2)));
const three = two.map((label, i) => (i % 5 === 0 ? 2 : label));

const inUnits = (scales: readonly number[], offsets: readonly number[]) =>
  ndArray(
    [n, 2],
    x.map((value, i) => value * scales[i % 2]! + offsets[i % 2]!),
  );

const CHANGES: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ...[1e-150, 1e-100, 1e-20, 1e-10, 1e-5, 1e5, 1e10, 1e20, 1e100, 1e150].map(
    (s) => [`times ${s}`, [s, s], [0, 0]] as const,
  ),
  ...[1e3, 1e6, 1e8, 1e10].map((o) => [`plus ${o}`, [1, 1], [o, o]] as const),
  ['one column times 1e-6, the other times 1e6', [1e-6, 1e6], [0, 0]],
];

const FITS = { gaussianNaiveBayes, linearDiscriminant, quadraticDiscriminant, sharedGaussianNaiveBayes };

describe.each(Object.entries(FITS))('%s: posteriors do not depend on the units', (_, fit) => {
  it.each([0, 1e-3].flatMap((smoothing) => CHANGES.map((change) => [smoothing, ...change] as const)))(
    'smoothing %s, columns %s',
    (smoothing, _change, scales, offsets) => {
      const data = inUnits(scales, offsets);
      const changed = fit({ x: data, y: three }, { smoothing }).probabilities(data);
      const reference = fit({ x: inUnits([1, 1], [0, 0]), y: three }, { smoothing }).probabilities(
        inUnits([1, 1], [0, 0]),
      );
      // An offset of 1e10 rounds the data themselves to 2e-6.
      for (const [i, p] of reference.entries()) expect(changed[i]!).toBeCloseTo(p, 5);
    },
  );
});

describe('toLinear', () => {
  it.each([
    ['two', two],
    ['three', three],
  ])(
    'gives the posterior of its discriminant far from the origin, where products of means cancel: %s classes',
    (_, labels) => {
      for (const offset of [0, 1e6, 1e8, 1e10]) {
        const data = inUnits([1, 1], [offset, offset]);
        for (const fit of [linearDiscriminant, sharedGaussianNaiveBayes]) {
          const discriminant = fit({ x: data, y: labels });
          const p = discriminant.probabilities(data);
          // A score is a difference of numbers of the size of the offset: 1e10 rounds it to 2e-6 per column.
          for (const [i, value] of discriminant.toLinear().probabilities(data).entries())
            expect(Math.abs(value - p[i]!)).toBeLessThan(1e-9 + 1e-15 * offset);
        }
      }
    },
  );
});

describe('a constant feature', () => {
  // The second feature is constant within class 0. By hand: it has mean 7/6 and variance 1/6 (0 + 0 + 0 + 1 + 4 + 16) - (7/6)^2 = 77/36.
  const rows = [
    [1, 0],
    [2, 0],
    [3, 0],
    [7, 1],
    [8, 2],
    [9, 4],
  ];
  const y = [0, 0, 0, 1, 1, 1];

  it('without smoothing is refused, with the advice that helps', () => {
    for (const fit of [gaussianNaiveBayes, quadraticDiscriminant])
      expect(() => fit({ x: rows, y })).toThrow(/class 0: expected a positive definite.*give smoothing/);
  });

  it('with smoothing has that share of its variance over all rows', () => {
    const smoothing = 1e-3;
    const model = gaussianNaiveBayes({ x: rows, y }, { smoothing });
    const variances = model.parameters['covariances']!.data;
    // The first feature has mean 5 and variance (16 + 9 + 4 + 4 + 9 + 16) / 6, and 2/3 within each class.
    expect(variances[0]).toBeCloseTo(2 / 3 + smoothing * (58 / 6), 12);
    expect(variances[1]).toBeCloseTo(smoothing * (77 / 36), 12);
    expect([...model.predict(rows)]).toEqual(y);
    expect([...quadraticDiscriminant({ x: rows, y }, { smoothing }).predict(rows)]).toEqual(y);
  });

  it('over all rows says nothing of the class, wherever it lies', () => {
    for (const value of [0, 0.1, 1e9]) {
      const wide = rows.map(([a]) => [a!, value]);
      const p = gaussianNaiveBayes({ x: wide, y }, { smoothing: 1e-9 }).probabilities(wide);
      const alone = gaussianNaiveBayes({ x: rows.map(([a]) => [a!]), y }, { smoothing: 1e-9 }).probabilities(
        rows.map(([a]) => [a!]),
      );
      for (const [i, q] of alone.entries()) expect(p[i]!).toBeCloseTo(q, 9);
      expect([...linearDiscriminant({ x: wide, y }, { smoothing: 1e-9 }).predict(wide)]).toEqual(y);
    }
  });

  it('equal numbers whose sum is rounded are constant all the same', () => {
    const tenths = [0.1, 0.1, 0.1, 1, 2, 4].map((value, i) => [rows[i]![0]!, value]);
    expect(() => gaussianNaiveBayes({ x: tenths, y })).toThrow(/class 0: expected a positive definite/);
  });

  it('refuses smoothing that is negative or not finite, and unknown options', () => {
    expect(() => linearDiscriminant({ x: rows, y }, { smoothing: -1 })).toThrow(/smoothing.*got -1/);
    expect(() => gaussianNaiveBayes({ x: rows, y }, { floor: 1 } as never)).toThrow(/floor/);
  });
});

it.each([1e-160, 1e-200, 1e160, 1e300])(
  'features times %s, whose variances float64 cannot hold, are refused',
  (scale) => {
    for (const fit of Object.values(FITS))
      expect(() => fit({ x: inUnits([scale, scale], [0, 0]), y: two })).toThrow(
        /expected variances from 1e-305 to 1e305|got a singular one/,
      );
  },
);

it('a row that is so far away that no class has a density is refused, not given to the first class', () => {
  const model = quadraticDiscriminant({ x: inUnits([1e-150, 1e-150], [0, 0]), y: two });
  for (const call of [() => model.probabilities([[1e10, 0]]), () => model.predict([[1e10, 0]])])
    expect(call).toThrow(/got 0 under every class in row 0: its distance overflows/);
});
