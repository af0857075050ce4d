import { expect, it } from 'vitest';
import { MixtureRun } from '../../../src/panels/em/mixture-run.js';

it.each([1, 2, 3])('seed %d: touches at each E step, rises at each M step, never falls', (seed) => {
  const run = new MixtureRun({ components: 4, seed });
  expect(run.readings[0]!.bound).toBeUndefined();
  for (let i = 0; i < 40; i++) run.move();
  run.readings.slice(1).forEach(({ move, bound, logMarginal }, i) => {
    const before = run.readings[i]!;
    expect(move).toBe(i % 2 === 0 ? 'E' : 'M');
    expect(logMarginal).toBeGreaterThanOrEqual(before.logMarginal - 1e-12);
    if (move === 'E') expect(Math.abs(bound! - logMarginal)).toBeLessThan(1e-10);
    else expect(bound!).toBeGreaterThanOrEqual(before.bound! - 1e-12);
    expect(bound!).toBeLessThanOrEqual(logMarginal + 1e-12);
  });
});
