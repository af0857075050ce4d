import { createRng, type RngState } from '@latents/math';
import { describe, expect, test } from 'vitest';
import { philox4x32 } from '../../src/rng/philox.js';

const take = (rng: { uniform(): number }, n: number) => Array.from({ length: n }, () => rng.uniform());

describe('seeds', () => {
  test('seed 0 is a seed: its first uniform is made of the first words of block 0 under key 0', () => {
    const words = new Uint32Array(4);
    philox4x32(words, 0, 0, 0, 0, 0, 0, 0);
    const expected = ((words[0]! >>> 5) * 2 ** 26 + (words[1]! >>> 6)) / 2 ** 53;
    expect(createRng(0).uniform()).toBe(expected);
    expect(createRng(0).uniform()).toBe(expected);
  });

  test('distinct seeds, also above 32 bits, give distinct streams', () => {
    const seeds = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1];
    expect(new Set(seeds.map((seed) => createRng(seed).uniform())).size).toBe(seeds.length);
  });

  test.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53])('%s is no seed', (seed) => {
    expect(() => createRng(seed)).toThrow(/expected an integer from 0 to 2\^53 - 1, got/);
  });
});

describe('state', () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'continues through JSON after %i integers, in the middle of a block too',
    (n) => {
      const rng = createRng(11);
      for (let i = 0; i < n; i++) rng.integer(1000);
      const again = createRng(JSON.parse(JSON.stringify(rng.state())) as RngState);
      const draws = (r: typeof rng) => [r.integer(2 ** 32), r.normal(), r.split().uniform(), r.gamma(2), r.uniform()];
      expect(draws(again)).toEqual(draws(rng));
      expect(again.state()).toEqual(rng.state());
    },
  );

  test('continues after a fill that ends in the middle of a block', () => {
    const rng = createRng(3);
    rng.fillNormal(new Float32Array(5));
    const again = createRng(rng.state());
    expect(take(again, 5)).toEqual(take(rng, 5));
  });

  const state = createRng(1).state();
  test.each([
    ['another algorithm', { ...state, algorithm: 'pcg' }, /expected the state of a philox4x32-10 generator, got 'pcg'/],
    ['nothing', null, /got 'undefined'/],
    ['a key of one word', { ...state, key: [1] }, /expected what rng.state\(\) returned/],
    ['a word above 32 bits', { ...state, key: [2 ** 32, 0] }, /expected what rng.state\(\) returned/],
    ['a negative block', { ...state, block: -1 }, /expected what rng.state\(\) returned/],
    ['lane 5', { ...state, lane: 5 }, /expected what rng.state\(\) returned/],
    ['a lane of a block never opened', { ...state, block: 0, lane: 2 }, /expected what rng.state\(\) returned/],
    ['a fractional count', { ...state, children: 0.5 }, /expected what rng.state\(\) returned/],
  ])('refused: %s', (_, broken, message) => {
    expect(() => createRng(broken as unknown as RngState)).toThrow(message);
  });
});

describe('children', () => {
  test('split: reproducible, distinct, and the parent draws what it would have drawn', () => {
    const parent = createRng(5);
    const children = [parent.split(), parent.split(), parent.split()];
    const again = createRng(5);
    for (const child of children) expect(take(again.split(), 3)).toEqual(take(child, 3));
    expect(take(parent, 3)).toEqual(take(createRng(5), 3));
    const firsts = [createRng(5), createRng(5).split(), createRng(5).fork(0), createRng(5).fork(1)].map((r) =>
      r.uniform(),
    );
    expect(new Set([...firsts, ...children.map((child) => child.uniform())]).size).toBe(7);
  });

  test('fork: the same whatever was drawn or split before, also beyond 2^32', () => {
    const rng = createRng(5);
    const before = [0, 7, 2 ** 32 + 7].map((i) => rng.fork(i).uniform());
    rng.fillNormal(new Float64Array(100));
    rng.split();
    expect([0, 7, 2 ** 32 + 7].map((i) => rng.fork(i).uniform())).toEqual(before);
    expect(new Set(before).size).toBe(3);
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('fork(%s) is refused', (index) => {
    expect(() => createRng(0).fork(index)).toThrow(/rng.fork\(index\): expected a non-negative integer/);
  });

  test('siblings and generations are uncorrelated', () => {
    const n = 20_000;
    const root = createRng(8);
    const streams = [root, root.split(), root.split(), root.fork(0), root.fork(1), root.split().split()].map((rng) =>
      rng.fillNormal(new Float64Array(n)),
    );
    for (const [i, x] of streams.entries()) {
      for (const y of streams.slice(i + 1)) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += x[k]! * y[k]!;
        // The product of two standard normals has variance 1.
        expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
      }
    }
  });
});
