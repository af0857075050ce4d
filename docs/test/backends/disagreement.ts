import type { Outcome } from './backend-case.js';

/** Levels of agreement: the most that any number of a case may be off. */
export const LEVELS = [0, 1e-6, 1e-5, 1e-4, 1e-3] as const;

/**
 * Returns the most that numbers of one outcome are off from those of another: |a - b| / max(1, |b|). NaN agrees with NaN alone, and an
 * infinity with itself.
 *
 * @throws RangeError if they have other names or other lengths.
 */
export function disagreement(got: Outcome, expected: Outcome): number {
  const shape = (of: Outcome) => Object.entries(of).map(([name, { length }]) => `${name} ${length}`);
  if (String(shape(got)) !== String(shape(expected))) {
    throw new RangeError(`disagreement: expected ${shape(expected)}, got ${shape(got)}.`);
  }
  return Math.max(
    0,
    ...Object.entries(got).flatMap(([name, values]) => values.map((a, i) => apart(a, expected[name]![i]!))),
  );
}

function apart(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  return Number.isFinite(a) && Number.isFinite(b) ? Math.abs(a - b) / Math.max(1, Math.abs(b)) : Infinity;
}

/** Returns the lowest level that a disagreement does not exceed, or undefined if it exceeds all. */
export function levelOf(off: number): number | undefined {
  return LEVELS.find((level) => off <= level);
}
