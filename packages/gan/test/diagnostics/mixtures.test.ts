import { gridMixture, massesOfSamples, mixtureMetrics, ringMixture, solveGame } from '@latents/gan';
import { createRng, type NdArray } from '@latents/math';
import { meanAndStandardError } from '@latents/testing';
import { describe, expect, it } from 'vitest';

const points = (...rows: [number, number][]): NdArray => ({
  shape: [rows.length, 2],
  data: Float32Array.from(rows.flat()),
});

describe('mixtures', () => {
  it('the ring and the grid of PacGAN, by their definition', () => {
    const ring = ringMixture();
    expect([ring.centres.shape, ring.scale]).toEqual([[8, 2], 0.01]);
    for (let k = 0; k < 8; k++) {
      const [x, y] = [ring.centres.data[2 * k]!, ring.centres.data[2 * k + 1]!];
      expect(Math.hypot(x, y)).toBeCloseTo(1, 12);
      expect(Math.cos(8 * Math.atan2(y, x))).toBeCloseTo(1, 12);
    }
    const grid = gridMixture();
    const centres = Array.from({ length: 25 }, (_, k) => [...grid.centres.data.subarray(2 * k, 2 * k + 2)].join());
    const expected = [-4, -2, 0, 2, 4].flatMap((x) => [-4, -2, 0, 2, 4].map((y) => `${x},${y}`));
    expect([centres, grid.scale]).toEqual([expected, 0.05]);
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
        const p = Math.exp(mixture.logDensity([x, y])) * h * h;
        total += p;
        square += p * x * x;
      }
    }
    expect(total).toBeCloseTo(1, 9);
    const { data } = mixture.sample(20_000, createRng(0));
    const squares = Array.from({ length: 20_000 }, (_, i) => data[2 * i]! ** 2);
    const { mean, standardError } = meanAndStandardError(squares);
    expect(Math.abs(mean - square)).toBeLessThan(4 * standardError);
  });

  it('underflow: far from every mode the log density is that of the nearest, not minus infinity', () => {
    const ring = ringMixture();
    expect(ring.logDensity([50, 0])).toBeCloseTo(-(49 ** 2) / 2e-4 - Math.log(2 * Math.PI * 1e-4 * 8), 3);
  });

  it('at infinity it is minus infinity; a point of another space is refused', () => {
    expect(ringMixture().logDensity([Infinity, 0])).toBe(-Infinity);
    expect(gridMixture().logDensity([0, -Infinity])).toBe(-Infinity);
    expect(() => ringMixture().logDensity([0])).toThrow('expected a point of the plane, got 1 numbers');
  });

  it.each([
    [() => ringMixture({ modes: 0 }), '{ modes }'],
    [() => ringMixture({ radius: -1 }), '{ radius }'],
    [() => ringMixture({ scale: 0 }), '{ scale }'],
    [() => gridMixture({ side: 1.5 }), '{ side }'],
    [() => gridMixture({ spacing: Number.NaN }), '{ spacing }'],
    [() => gridMixture({ scale: Infinity }), '{ scale }'],
    [() => ringMixture().sample(0, createRng(0)), 'sample(count, rng)'],
  ])('refuses %#', (make, message) => {
    expect(make).toThrow(message);
  });
});

describe('metrics', () => {
  const modes = { centres: points([0, 0], [1, 0], [0, 1], [1, 1]), scale: 0.1 };

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
    const { modes: captured, highQuality, reverseKl } = mixtureMetrics(grid.sample(count, createRng(1)), grid);
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
    const of = (samples: NdArray, centres: NdArray) => () => mixtureMetrics(samples, { centres, scale: 1 });
    expect(of(points([0, 0]), points([0, 0], [Number.NaN, 1]))).toThrow('finite centres, got NaN in that of mode 1');
    expect(of({ shape: [3, 2], data: new Float32Array(5) }, modes.centres)).toThrow('6 numbers in samples');
    expect(of(points([0, 0]), { shape: [2, 2], data: new Float32Array(2) })).toThrow('4 numbers in centres');
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
    const masses = massesOfSamples(ring.logDensity, ring.sample(count, createRng(2)), grid);
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
    const masses = massesOfSamples(four.logDensity, one.sample(50_000, createRng(3)), grid);
    const [p, m] = [1 / 4, 5 / 8];
    const expected = (p * Math.log(p / m) + (3 / 4) * Math.log(2) + Math.log(1 / m)) / 2;
    expect(Math.abs(solveGame(masses).jensenShannon - expected)).toBeLessThan(0.002);
  });

  it('samples outside the box, and none that are finite, are one atom more', () => {
    const masses = massesOfSamples(ring.logDensity, points([9, 9], [0, -9], [Number.NaN, 0], [1, 0]), grid);
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
    expect(() => massesOfSamples(ring.logDensity, { shape: [2, 1], data: new Float32Array(2) }, grid)).toThrow('[2,1]');
    expect(() => massesOfSamples(ring.logDensity, { shape: [0, 2], data: new Float32Array() }, grid)).toThrow(
      'at least one',
    );
    const short = { shape: [2, 2], data: new Float32Array(3) };
    expect(() => massesOfSamples(ring.logDensity, short, grid)).toThrow('4 numbers in samples');
    // A quarter of a cell would do for the density's own grid.
    expect(() => massesOfSamples(ring.logDensity, points([0, 0]), { ...grid, cells: 40.25 })).toThrow(
      'massesOfSamples(logData, samples, grid): expected cells to be a positive integer, got 40.25',
    );
  });
});
