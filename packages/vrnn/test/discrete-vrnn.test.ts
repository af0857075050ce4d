import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { type DiscreteVrnn, exactBounds } from '../src/index.js';

/** Random tables over full histories: a fresh, reproducible distribution for each. */
function randomModel(seed: number, latents: number, symbols: number): DiscreteVrnn {
  const table = (which: number, size: number, x: readonly number[], z: readonly number[]) => {
    const key = [which, x.length, ...x, 7, ...z].reduce((h, n) => (h * 31 + n + 1) % 2 ** 31, seed);
    const rng = createRng(key);
    const weights = Array.from({ length: size }, () => rng.exponential() + 0.05);
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((w) => w / total);
  };
  return {
    latents,
    prior: (x, z) => table(1, latents, x, z),
    emission: (x, z) => table(2, symbols, x, z),
    posterior: (x, z) => table(3, latents, x, z),
  };
}

describe('the stepwise bound with a conditional prior (ERRATA E15)', () => {
  it.each([0, 1, 2, 3])('is log p(x) - KL(q || posterior), binary z, ternary x, T = 3 (tables %i)', (seed) => {
    const bounds = exactBounds(randomModel(seed, 2, 3), [0, 2, 1]);
    expect(Math.abs(bounds.stepwise - (bounds.logLikelihood - bounds.posteriorGap))).toBeLessThan(1e-12);
    expect(bounds.posteriorGap).toBeGreaterThan(0.01);
  });

  it('likelihoods of all sequences sum to 1', () => {
    const model = randomModel(5, 2, 3);
    let total = 0;
    for (let i = 0; i < 27; i++)
      total += Math.exp(exactBounds(model, [Math.floor(i / 9), Math.floor(i / 3) % 3, i % 3]).logLikelihood);
    expect(total).toBeCloseTo(1, 12);
  });

  it("mixing it with the KL to the prior's marginal, as the note ponders, is another number", () => {
    // sum_t log P(x_t | h, z_t) under q, with KL(q(z_{<=T} | x) || p(z_{<=T})), the marginal over all x.
    const model = randomModel(0, 2, 3);
    const x = [0, 2, 1];
    const sequences = Array.from({ length: 27 }, (_, i) => [Math.floor(i / 9), Math.floor(i / 3) % 3, i % 3]);
    const joint = (xs: readonly number[], z: readonly number[]) =>
      xs.reduce((p, symbol, t) => {
        const before = xs.slice(0, t);
        return p * model.prior(before, z.slice(0, t))[z[t]!]! * model.emission(before, z.slice(0, t + 1))[symbol]!;
      }, 1);
    let mixed = 0;
    for (let i = 0; i < 8; i++) {
      const z = [i >> 2, (i >> 1) & 1, i & 1];
      const q = z.reduce((p, value, t) => p * model.posterior(x.slice(0, t + 1), z.slice(0, t))[value]!, 1);
      const emissions = x.reduce(
        (sum, symbol, t) => sum + Math.log(model.emission(x.slice(0, t), z.slice(0, t + 1))[symbol]!),
        0,
      );
      const marginal = sequences.reduce((sum, xs) => sum + joint(xs, z), 0);
      mixed += q * (emissions - Math.log(q / marginal));
    }
    expect(Math.abs(mixed - exactBounds(model, x).stepwise)).toBeGreaterThan(0.01);
  });

  it('no steps', () => {
    expect(() => exactBounds(randomModel(0, 2, 2), [])).toThrow(/at least one step/);
  });
});
