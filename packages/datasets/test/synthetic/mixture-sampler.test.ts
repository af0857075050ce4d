import { gridMixture, mixtureSampler, ringMixture } from '@latents/datasets/synthetic';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { expectClose, expectMean } from '../expect-close.js';
import { array, fixture } from '../fixture.js';

describe('mixtureSampler', () => {
  it('has the log density that scipy has, where each mode underflows too', () => {
    const { means, scale, x, logDensity } = fixture.mixture;
    expectClose(mixtureSampler({ means, scale }).logDensity(array(x)), logDensity);
  });

  it('draws points whose mean log density is minus the entropy, by quadrature', () => {
    const { means, scale, entropy } = fixture.mixture.line;
    const mixture = mixtureSampler({ means, scale });
    expectMean(mixture.logDensity(mixture.sample(10_000, createRng(1)).x), -entropy);
  });

  it('draws each mode equally often, and about its mean by its scale', () => {
    const mixture = ringMixture({ modes: 4, radius: 3, scale: 0.2 });
    const { x, mode } = mixture.sample(20_000, createRng(2));
    expect(x.shape).toEqual([20_000, 2]);
    for (let k = 0; k < 4; k++) {
      expectMean(
        mode.data.map((m) => (m === k ? 1 : 0)),
        0.25,
      );
    }
    const away = x.data.map((value, i) => value - mixture.means.data[mode.data[i >> 1]! * 2 + (i % 2)]!);
    expectMean(away, 0);
    expectMean(
      away.map((value) => value ** 2),
      0.04,
    );
  });

  it('gives the same points for the same seed, others for another', () => {
    const draw = (seed: number) => ringMixture().sample(10, createRng(seed));
    expect(draw(3)).toEqual(draw(3));
    expect(draw(4).x).not.toEqual(draw(3).x);
  });

  it.each([
    ['ring', ringMixture({ modes: 3, radius: 0.7, scale: 0.3 })],
    ['grid', gridMixture({ side: 2, spacing: 1, scale: 0.4 })],
  ])('%s: the density integrates to 1, and is that of the samples', (_, mixture) => {
    // The midpoint rule on a box far beyond the modes.
    const h = 0.05;
    let [total, square] = [0, 0];
    for (let x = -4 + h / 2; x < 4; x += h) {
      for (let y = -4 + h / 2; y < 4; y += h) {
        const p = Math.exp(mixture.logDensityAt([x, y])) * h * h;
        total += p;
        square += p * x * x;
      }
    }
    expect(total).toBeCloseTo(1, 9);
    const { data } = mixture.sample(20_000, createRng(0)).x;
    expectMean(
      Float64Array.from({ length: 20_000 }, (_, i) => data[2 * i]! ** 2),
      square,
    );
  });

  it('underflow: far from every mode the log density is that of the nearest, not minus infinity', () => {
    const ring = ringMixture();
    expect(ring.logDensityAt([50, 0])).toBeCloseTo(-(49 ** 2) / 2e-4 - Math.log(2 * Math.PI * 1e-4 * 8), 3);
  });

  it('at infinity the log density is minus infinity; a point of another space is refused', () => {
    expect(ringMixture().logDensityAt([Infinity, 0])).toBe(-Infinity);
    expect(gridMixture().logDensityAt([0, -Infinity])).toBe(-Infinity);
    expect(() => ringMixture().logDensityAt([0])).toThrow('expected 2 coordinates, got 1');
  });

  it('refuses an unknown option', () => {
    expect(() => ringMixture({ mode: 3 } as never)).toThrow("Did you mean 'modes'?");
    expect(() => gridMixture({ sides: 3 } as never)).toThrow("Did you mean 'side'?");
  });

  it.each([
    [
      'no means',
      { means: [], scale: 1 },
      'mixtureSampler({ means }): expected a matrix [n, m], got rows of lengths []',
    ],
    ['ragged means', { means: [[1, 2], [3]], scale: 1 }, 'got rows of lengths [2,1]'],
    ['a mean that is NaN', { means: [[Number.NaN]], scale: 1 }, 'expected finite numbers, got NaN at index 0'],
    ['scale 0', { means: [[1]], scale: 0 }, 'expected a positive finite number, got 0'],
    ['infinite scale', { means: [[1]], scale: Infinity }, 'expected a positive finite number, got Infinity'],
  ])('refuses %s', (_, options, message) => {
    expect(() => mixtureSampler(options)).toThrow(message);
  });

  it('refuses points of another width, NaN, and a sample of none', () => {
    const mixture = ringMixture();
    expect(() => mixture.logDensity(ndArray([2, 3], new Float64Array(6)))).toThrow('expected shape [n, 2], got [2,3]');
    expect(() => mixture.logDensity(ndArray([1, 2], Float64Array.of(0, Number.NaN)))).toThrow(
      'got NaN in the data at index 1',
    );
    expect(() => mixture.sample(0, createRng(0))).toThrow('mixture.sample(n): expected a positive integer, got 0');
  });
});

describe('ringMixture', () => {
  it('puts its modes on the circle, one angle apart', () => {
    const { data } = ringMixture({ modes: 4, radius: 2 }).means;
    expectClose(data, [2, 0, 0, 2, -2, 0, 0, -2]);
  });

  it('lies on the unit circle with 8 modes by default', () => {
    const ring = ringMixture();
    expect([ring.means.shape, ring.scale]).toEqual([[8, 2], 0.01]);
    for (let k = 0; k < 8; k++) {
      const [x, y] = [ring.means.data[2 * k]!, ring.means.data[2 * k + 1]!];
      expect(Math.hypot(x, y)).toBeCloseTo(1, 12);
      expect(Math.cos(8 * Math.atan2(y, x))).toBeCloseTo(1, 12);
    }
  });

  it('refuses no modes and a negative radius', () => {
    expect(() => ringMixture({ modes: 0 })).toThrow('ringMixture({ modes }): expected a positive integer, got 0');
    expect(() => ringMixture({ radius: -1 })).toThrow('ringMixture({ radius })');
  });
});

describe('gridMixture', () => {
  it('has the 25 modes {-4, -2, 0, 2, 4} x {-4, -2, 0, 2, 4} by default', () => {
    const { shape, data } = gridMixture().means;
    expect(shape).toEqual([25, 2]);
    const ticks = [-4, -2, 0, 2, 4];
    expect([...data]).toEqual(ticks.flatMap((x) => ticks.flatMap((y) => [x, y])));
  });

  it('refuses a side of 1.5 and a spacing of 0', () => {
    expect(() => gridMixture({ side: 1.5 })).toThrow('gridMixture({ side }): expected a positive integer, got 1.5');
    expect(() => gridMixture({ spacing: 0 })).toThrow('gridMixture({ spacing })');
  });
});
