import { gameValue, massesOfDensities, optimalDiscriminator, solveGame } from '@latents/gan';
import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import pairs from '../fixtures/games.json' with { type: 'json' };

const simplex = (n: number, seed: number): number[] => {
  const rng = createRng(seed);
  const weights = Array.from({ length: n }, () => -Math.log(rng.uniform()));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
};
const normal =
  (mean: readonly number[], scale: number) =>
  (x: readonly number[]): number =>
    x.reduce((sum, v, i) => sum - 0.5 * ((v - mean[i]!) / scale) ** 2 - Math.log(scale * Math.sqrt(2 * Math.PI)), 0);

describe('tables: the identities of sections 2.1 to 2.3', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])('random distributions, seed %i', (seed) => {
    const masses = { data: simplex(3 + seed, seed), generated: simplex(3 + seed, 100 + seed) };
    const { value, jensenShannon, information, objective } = solveGame(masses);
    // Eq. (4); E25; eq. (5) and E26 at the best D.
    expect(Math.abs(value - (2 * jensenShannon - Math.log(4)))).toBeLessThan(1e-12);
    expect(Math.abs(information - jensenShannon)).toBeLessThan(1e-12);
    expect(objective).toBe(2 * jensenShannon);
    expect(Math.abs(Math.log(2) + value / 2 - information)).toBeLessThan(1e-12);
  });

  it.each(pairs.tables)('against scipy: $name', ({ data, generated, jensenShannon, value, nonSaturating }) => {
    const solved = solveGame({ data, generated });
    expect(solved.jensenShannon).toBeCloseTo(jensenShannon, 12);
    expect(solved.value).toBeCloseTo(value, 12);
    expect(solved.nonSaturating).toBeCloseTo(nonSaturating, 12);
  });

  it('E25: J(G) is twice the information, not the information', () => {
    const { objective, information } = solveGame({ data: [0.9, 0.1], generated: [0.2, 0.8] });
    expect(information).toBeGreaterThan(0.1);
    expect(objective / information).toBeCloseTo(2, 12);
  });

  it('E21: the unnormalised sum of eq. (4), line 2, is no distribution: a KL to it would be negative', () => {
    const [p, g] = [simplex(5, 1), simplex(5, 2)];
    const sum = p.map((mass, i) => mass + g[i]!);
    expect(p.reduce((kl, mass, i) => kl + mass * Math.log(mass / sum[i]!), 0)).toBeLessThan(0);
    expect(() => solveGame({ data: p, generated: sum })).toThrow('sum to 1');
  });

  it('E26: every discriminator bounds the information from below', () => {
    const masses = { data: simplex(6, 3), generated: simplex(6, 4) };
    const { information, value, logits } = solveGame(masses);
    const rng = createRng(5);
    for (let trial = 0; trial < 200; trial++) {
      const others = logits.map((logit) => logit + rng.normal());
      const found = gameValue(masses, others);
      expect(found).toBeLessThan(value);
      expect(Math.log(2) + found / 2).toBeLessThan(information);
    }
  });

  it('E24: a discriminator that knows nothing has the value of a generator that has won', () => {
    const masses = { data: [1, 0], generated: [0, 1] };
    expect(gameValue(masses, [0, 0])).toBeCloseTo(-Math.log(4), 12);
    expect(solveGame(masses).jensenShannon).toBeCloseTo(Math.log(2), 12);
  });

  it('E27: the sign of the generator: log(1 - D) falls as D(G(z)) rises', () => {
    const masses = { data: [0.5, 0.5], generated: [0.5, 0.5] };
    expect(gameValue(masses, [1, 1]) - gameValue(masses, [0, 0])).toBeLessThan(0);
  });

  it('E30: at the best D the non-saturating G moves KL(P_G, P) - KL(P_G, M) + log 2', () => {
    const [p, g] = [simplex(5, 6), simplex(5, 7)];
    const kl = (q: readonly number[], of: (i: number) => number) =>
      q.reduce((sum, mass, i) => sum + mass * Math.log(mass / of(i)), 0);
    const expected = kl(g, (i) => p[i]!) - kl(g, (i) => (p[i]! + g[i]!) / 2) + Math.log(2);
    expect(solveGame({ data: p, generated: g }).nonSaturating).toBeCloseTo(expected, 12);
  });

  it('E19, disjoint supports: log 2 however far apart, a value of 0, and a sure D', () => {
    const { jensenShannon, value, logits, nonSaturating } = solveGame({
      data: [0.5, 0.5, 0, 0],
      generated: [0, 0, 0.25, 0.75],
    });
    expect(jensenShannon).toBeCloseTo(Math.log(2), 12);
    expect(value).toBe(0);
    expect([...logits]).toEqual([Infinity, Infinity, -Infinity, -Infinity]);
    expect(nonSaturating).toBe(Infinity);
  });

  it('E22, an atom that neither reaches: any logit is best, and 0 is given', () => {
    const masses = { data: [0.5, 0.5, 0], generated: [0.25, 0.75, 0] };
    const logits = optimalDiscriminator(masses);
    expect(logits[2]).toBe(0);
    const value = gameValue(masses, logits);
    expect(gameValue(masses, [logits[0]!, logits[1]!, 17])).toBe(value);
    expect(value).toBe(solveGame(masses).value);
  });

  it('E23: nothing in V asks for continuous x, and equal distributions reach -log 4', () => {
    const same = simplex(10, 8);
    const { value, jensenShannon, logits } = solveGame({ data: same, generated: same });
    expect(value).toBeCloseTo(-Math.log(4), 12);
    expect(jensenShannon).toBe(0);
    expect(logits.every((logit) => logit === 0)).toBe(true);
  });

  it('underflow: the smallest positive mass, where the other side has none, adds next to nothing', () => {
    // Half of it is 0 in float64, as the tails of a normal come to be on a wide grid.
    const tail = Number.MIN_VALUE;
    expect(solveGame({ data: [1, tail], generated: [1, 0] }).jensenShannon).toBeCloseTo(0, 12);
    expect(solveGame({ data: [1, 0], generated: [1, tail] }).jensenShannon).toBeCloseTo(0, 12);
  });

  it('a sure and wrong D costs everything', () => {
    expect(gameValue({ data: [1, 0], generated: [0.5, 0.5] }, [Infinity, -Infinity])).toBe(-Infinity);
  });
});

describe('densities', () => {
  it.each(pairs.densities)('against adaptive quadrature: $name', ({ mean, scale, jensenShannon }) => {
    const dimension = mean.length;
    const masses = massesOfDensities(normal(Array(dimension).fill(0), 1), normal(mean, scale), {
      low: Array(dimension).fill(-12),
      high: Array(dimension).fill(14),
      cells: dimension === 1 ? 2000 : 300,
    });
    const solved = solveGame(masses);
    expect(Math.abs(solved.jensenShannon - jensenShannon)).toBeLessThan(1e-8);
    expect(Math.abs(solved.value - (2 * solved.jensenShannon - Math.log(4)))).toBeLessThan(1e-6);
    expect(Math.abs(solved.information - solved.jensenShannon)).toBeLessThan(1e-6);
  });

  it('underflow: a box so wide that the tails fade to the smallest numbers and then to 0', () => {
    const { mean, jensenShannon } = pairs.densities[0]!;
    const masses = massesOfDensities(normal([0], 1), normal(mean, 1), { low: [-45], high: [46], cells: 10_000 });
    expect(Math.abs(solveGame(masses).jensenShannon - jensenShannon)).toBeLessThan(1e-8);
  });

  it('refuses a box that cuts off mass, and says how much is left', () => {
    const standard = normal([0], 1);
    expect(() => massesOfDensities(standard, standard, { low: [0], high: [9], cells: 100 })).toThrow(
      /sum to 1 within 0.000001, got 0\.5.*widen or refine/,
    );
  });

  it('refuses boxes, cells and densities that are none', () => {
    const standard = normal([0], 1);
    const grid = { low: [-9], high: [9], cells: 100 };
    const of = (changed: object) => () => massesOfDensities(standard, standard, { ...grid, ...changed });
    expect(of({ low: [0, 0, 0], high: [1, 1, 1] })).toThrow('one or two dimensions');
    expect(of({ high: [9, 9] })).toThrow('one or two dimensions');
    expect(of({ low: [9], high: [-9] })).toThrow('low < high');
    expect(of({ high: [Infinity] })).toThrow('both finite');
    expect(of({ cells: 0 })).toThrow('positive integer, got 0');
    expect(() => massesOfDensities(standard, () => Number.NaN, grid)).toThrow('got NaN at [-8.91]');
  });
});

describe('refuses tables that are no distributions', () => {
  it.each([
    [[0.5, 0.5], [1], 'got 2 and 1'],
    [[], [], 'at least one'],
    [[1.5, -0.5], [0.5, 0.5], 'got -0.5 at data[1]'],
    [[0.5, 0.5], [0.5, Number.NaN], 'got NaN at generated[1]'],
    [[0.5, 0.4], [0.5, 0.5], 'masses of data that sum to 1'],
  ])('%j and %j', (data, generated, message) => {
    expect(() => solveGame({ data, generated })).toThrow(message);
    expect(() => gameValue({ data, generated }, data)).toThrow(message);
  });

  it('logits', () => {
    const masses = { data: [0.5, 0.5], generated: [0.5, 0.5] };
    expect(() => gameValue(masses, [0])).toThrow('each of 2 atoms, got 1');
    expect(() => gameValue(masses, [0, Number.NaN])).toThrow('got NaN at 1');
  });
});
