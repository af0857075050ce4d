import { describe, expect, it } from 'vitest';
import { GrammarRun } from '../../../src/panels/pcfg/grammar-run.js';

describe.each(['rules', 'symbols'] as const)('EM that knows %s', (start) => {
  it('touches at each E step, rises at each M step, never falls', () => {
    const run = new GrammarRun({ start, sentences: 30, seed: 1 });
    for (let i = 0; i < 20; i++) run.move();
    run.readings.slice(1).forEach(({ move, bound, logMarginal }, i) => {
      const before = run.readings[i]!;
      expect(logMarginal).toBeGreaterThanOrEqual(before.logMarginal - 1e-12);
      if (move === 'E') expect(Math.abs(bound! - logMarginal)).toBeLessThan(1e-10);
      else expect(bound!).toBeGreaterThanOrEqual(before.bound! - 1e-12);
    });
  });
});

it('with the rules known, EM ends above the grammar that wrote the sentences, and finds its brackets', () => {
  const run = new GrammarRun({ start: 'rules', sentences: 60, seed: 1 });
  for (let i = 0; i < 60; i++) run.move();
  // The maximum over all chances is no lower than at the written ones.
  expect(run.readings.at(-1)!.logMarginal).toBeGreaterThan(run.writtenLogProb);
  expect(run.bracketF1()).toBeGreaterThan(0.8);
  expect(run.bracketF1()).toBeGreaterThan(run.rightBranchingF1());
});
