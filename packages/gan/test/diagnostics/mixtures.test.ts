import { gridMixture, ringMixture } from '@latents/datasets/synthetic';
import { massesOfSamples, mixtureMetrics, solveGame } from '@latents/gan';
import { createRng, type NdArray } from '@latents/math';
import { describe, expect, it } from 'vitest';

const points = (...rows: [number, number][]): NdArray => ({
  shape: [rows.length, 2],
  data: Float32Array.from(rows.flat()),
});

describe('metrics', () => {
  const modes = { means: points([0, 0], [1, 0], [0, 1], [1, 1]), scale: 0.1 };

  it('by hand: inside and outside three standard deviations', () => {
    // A little less than 3 scales counts; a little more does not, but is nearest to a mode all the same.
    const samples = points([0, 0.2999], [0, 0.3001], [1, 0], [0.55, 0], [1, 0.1]);
    const { modes: captured, highQuality, counts, within, reverseKl } = mixtureMetrics(samples, modes);
    expect([captured, highQuality, counts, within]).toEqual([2, 3 / 5, [2, 3, 0, 0], [1, 2, 0, 0]]);
    const [a, b] = [2 / 5, 3 / 5];
    expect(reverseKl).toBeCloseTo(a * Math.log(4 * a) + b * Math.log(4 * b), 12);
  });

  it('collapse to one mode: the reverse KL is the log of their number', () => {
    const { reverseKl, modes: captured } = mixtureMetrics(points([1, 1], [1, 1], [1.01, 1]), modes);
    expect(reverseKl).toBeCloseTo(Math.log(4), 12);
    expect(captured).toBe(1);
  });

  it('real samples: the share within 3 sigma of a plane Gaussian is 1 - exp(-9/2), all modes, and a small KL', () => {
    const grid = gridMixture();
    const count = 2500;
    const { modes: captured, highQuality, reverseKl } = mixtureMetrics(grid.sample(count, createRng(1)).x, grid);
    const share = 1 - Math.exp(-4.5);
    expect(captured).toBe(25);
    expect(Math.abs(highQuality - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count));
    // 2 n KL is chi^2 with 24 degrees of freedom: mean 24, standard deviation 6.9.
    expect(2 * count * reverseKl).toBeLessThan(24 + 4 * Math.sqrt(48));
  });

  it('NaN and infinity are of low quality, and of no mode', () => {
    const { highQuality, counts, within } = mixtureMetrics(points([Number.NaN, 0], [Infinity, 0], [0, 0]), modes);
    expect([highQuality, counts, within]).toEqual([1 / 3, [1, 0, 0, 0], [1, 0, 0, 0]]);
    const nothing = mixtureMetrics(points([Number.NaN, 0]), modes);
    expect([nothing.modes, nothing.reverseKl]).toEqual([0, Number.NaN]);
  });

  it('refuses shapes that do not meet, no samples, and a scale that is none', () => {
    expect(() => mixtureMetrics({ shape: [1, 3], data: new Float32Array(3) }, modes)).toThrow('[1,3] and [4,2]');
    expect(() => mixtureMetrics({ shape: [0, 2], data: new Float32Array() }, modes)).toThrow('[count, dimension]');
    expect(() => mixtureMetrics(points([0, 0]), { ...modes, scale: 0 })).toThrow('{ scale }');
    const of = (samples: NdArray, means: NdArray) => () => mixtureMetrics(samples, { means, scale: 1 });
    expect(of(points([0, 0]), points([0, 0], [Number.NaN, 1]))).toThrow(
      'expected finite values, got NaN in means at index 2',
    );
    expect(of({ shape: [3, 2], data: new Float32Array(5) }, modes.means)).toThrow('6 numbers in samples');
    expect(of(points([0, 0]), { shape: [2, 2], data: new Float32Array(2) })).toThrow('4 numbers in means');
    expect(of(points([0, 0]), { shape: [2, 2, 1], data: new Float32Array(4) })).toThrow('[1,2] and [2,2,1]');
    expect(of({ shape: [3, 0], data: new Float32Array() }, { shape: [1, 0], data: new Float32Array() })).toThrow(
      '[3,0]',
    );
  });
});

describe('masses of samples', () => {
  const ring = ringMixture({ scale: 0.15 });
  const grid = { low: [-2, -2], high: [2, 2], cells: 40 };

  it('of the density itself: no divergence but the noise of so many samples in so many cells', () => {
    const count = 20_000;
    const masses = massesOfSamples(ring.logDensityAt, ring.sample(count, createRng(2)).x, grid);
    // Counts are Poisson, nearly: what each cell adds to the JSD, on average and in variance, by summing over them.
    const term = (p: number, g: number) =>
      ((p > 0 ? p * Math.log((2 * p) / (p + g)) : 0) + (g > 0 ? g * Math.log((2 * g) / (p + g)) : 0)) / 2;
    let [mean, variance] = [0, 0];
    for (const p of Array.from(masses.data)) {
      const rate = p * count;
      let [log, first, second] = [-rate, 0, 0];
      for (let n = 0; n <= rate + 12 * Math.sqrt(rate) + 12; n++) {
        if (n > 0) log += Math.log(rate / n);
        const value = term(p, n / count);
        first += Math.exp(log) * value;
        second += Math.exp(log) * value * value;
      }
      mean += first;
      variance += second - first * first;
    }
    expect(mean).toBeGreaterThan(1e-3);
    expect(Math.abs(solveGame(masses).jensenShannon - mean)).toBeLessThan(4 * Math.sqrt(variance));
  });

  it('one mode of four, far apart: the JSD of a uniform choice of four and a sure one', () => {
    const four = ringMixture({ modes: 4, scale: 0.15 });
    const one = ringMixture({ modes: 1, scale: 0.15 });
    const masses = massesOfSamples(four.logDensityAt, one.sample(50_000, createRng(3)).x, grid);
    const [p, m] = [1 / 4, 5 / 8];
    const expected = (p * Math.log(p / m) + (3 / 4) * Math.log(2) + Math.log(1 / m)) / 2;
    expect(Math.abs(solveGame(masses).jensenShannon - expected)).toBeLessThan(0.002);
  });

  it('samples outside the box, and none that are finite, are one atom more', () => {
    const masses = massesOfSamples(ring.logDensityAt, points([9, 9], [0, -9], [Number.NaN, 0], [1, 0]), grid);
    expect(masses.generated.length).toBe(40 * 40 + 1);
    expect(masses.generated[1600]).toBe(0.75);
    // Cell (30, 20): 1 lies at 3/4 of the first axis, 0 at half of the second.
    expect(masses.generated[30 * 40 + 20]).toBe(0.25);
  });

  it('wide cells: P is integrated inside them, in one dimension against the error function', () => {
    const normal = ([x]: readonly number[]) => -0.5 * (x! * x! + Math.log(2 * Math.PI));
    const samples = { shape: [1, 1], data: Float32Array.of(0.5) };
    const { data, generated } = massesOfSamples(normal, samples, { low: [-8], high: [8], cells: 16 });
    // Phi(1) - Phi(0) and Phi(2) - Phi(1).
    expect(data[8]).toBeCloseTo(0.3413447, 2);
    expect(data[9]).toBeCloseTo(0.1359051, 2);
    expect(generated[8]).toBe(1);
  });

  it('refuses samples of another dimension, and none', () => {
    expect(() => massesOfSamples(ring.logDensityAt, { shape: [2, 1], data: new Float32Array(2) }, grid)).toThrow(
      '[2,1]',
    );
    expect(() => massesOfSamples(ring.logDensityAt, { shape: [0, 2], data: new Float32Array() }, grid)).toThrow(
      'at least one',
    );
    const short = { shape: [2, 2], data: new Float32Array(3) };
    expect(() => massesOfSamples(ring.logDensityAt, short, grid)).toThrow('4 numbers in samples');
    // A quarter of a cell would do for the density's own grid.
    expect(() => massesOfSamples(ring.logDensityAt, points([0, 0]), { ...grid, cells: 40.25 })).toThrow(
      'massesOfSamples(logData, samples, grid): expected cells to be a positive integer, got 40.25',
    );
  });
});
