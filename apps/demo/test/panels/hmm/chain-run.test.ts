import { describe, expect, it } from 'vitest';
import { ChainRun } from '../../../src/panels/hmm/chain-run.js';

describe.each(['numbers', 'dice'] as const)('%s', (kind) => {
  it('touches at each E step, rises at each M step, never falls', () => {
    const run = new ChainRun({ kind, states: 3, steps: 200, seed: 1 });
    for (let i = 0; i < 40; i++) run.move();
    run.readings.slice(1).forEach(({ move, bound, logMarginal }, i) => {
      const before = run.readings[i]!;
      expect(logMarginal).toBeGreaterThanOrEqual(before.logMarginal - 1e-12);
      if (move === 'E') expect(Math.abs(bound! - logMarginal)).toBeLessThan(1e-10);
      else expect(bound!).toBeGreaterThanOrEqual(before.bound! - 1e-12);
    });
  });

  it('EM finds most of the path, though never more by much than who knows the model', () => {
    const run = new ChainRun({ kind, states: 3, steps: 400, seed: 1 });
    const before = run.decode().rightByPosterior;
    for (let i = 0; i < 100; i++) run.move();
    const after = run.decode();
    const ceiling = run.decode(run.truth).rightByPosterior;
    expect(after.rightByPosterior).toBeGreaterThan(before);
    expect(after.rightByPosterior).toBeGreaterThan(ceiling - 0.15);
    // 0.05 is 2 standard errors of 400 steps at this rate.
    expect(after.rightByPosterior).toBeLessThan(ceiling + 0.05);
  });

  it.each([1, 5])('%d states are fitted to the three', (states) => {
    const run = new ChainRun({ kind, states, steps: 60, seed: 3 });
    for (let i = 0; i < 60; i++) run.move();
    const { posterior, names } = run.decode();
    expect(new Set(names).size).toBe(states);
    expect([...posterior].every((p) => p >= 0 && p <= 1 + 1e-12)).toBe(true);
  });
});
