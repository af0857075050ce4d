import { type Bound, bound, minus, negate, plus, type Side, scale } from '@latents/training';
import { describe, expect, test } from 'vitest';

const SIDES: readonly Side[] = ['lower', 'upper', 'exact', 'none'];
const make = (side: Side, name: string, nats: number, weight = 1): Bound<Side, number> =>
  bound(side, name, [{ name, nats, weight }]);

/** Intervals that each side allows for a quantity with value v; what is allowed for the sum is found by trying. */
function sideBy(op: (a: number, b: number) => number, a: Side, b: Side): Side {
  const errors: Record<Side, readonly number[]> = {
    lower: [-2, -1, 0],
    upper: [0, 1, 2],
    exact: [0],
    none: [-2, 0, 2],
  };
  const found = errors[a].flatMap((e) => errors[b].map((f) => op(e, f)));
  const [low, high] = [Math.min(...found), Math.max(...found)];
  if (low === 0 && high === 0) return 'exact';
  if (high <= 0) return 'lower';
  return low >= 0 ? 'upper' : 'none';
}

describe.each(SIDES.flatMap((a) => SIDES.map((b) => [a, b] as const)))('%s and %s', (a, b) => {
  test('the sum and the difference lie on the side that the errors of both allow', () => {
    expect(plus(make(a, 'a', 1), make(b, 'b', 2)).side).toBe(sideBy((e, f) => e + f, a, b));
    expect(minus(make(a, 'a', 1), make(b, 'b', 2)).side).toBe(sideBy((e, f) => e - f, a, b));
  });
});

test.each(SIDES)('negate %s turns the side, scale keeps it', (side) => {
  expect(negate(make(side, 'a', 1)).side).toBe(sideBy((e) => -e, side, 'exact'));
  expect(scale(make(side, 'a', 1), 3).side).toBe(side);
});

test('values are the weighted sums of the terms, which stay unweighted', () => {
  const a = make('lower', 'a', 5, 2);
  const b = make('upper', 'b', 7, -1);
  const both = minus(scale(a, 3), b);
  expect(both.value).toBe(3 * 2 * 5 + 7);
  expect(both.terms).toEqual([
    { name: 'a', nats: 5, weight: 6 },
    { name: 'b', nats: 7, weight: 1 },
  ]);
  expect(negate(both).value).toBe(-37);
});

test('the quantity is named', () => {
  const [a, b] = [make('lower', 'log p(x)', 1), make('exact', 'H', 2)];
  expect(plus(a, b).of).toBe('log p(x) + H');
  expect(minus(b, a).of).toBe('H - (log p(x))');
  expect(minus(a, b).of).toBe('log p(x) - H');
  expect(negate(b).of).toBe('-(H)');
  expect(scale(b, 2).of).toBe('2 (H)');
});

test.each([-1, Number.NaN, Infinity])('scale by %s is refused', (factor) => {
  expect(() => scale(make('lower', 'a', 1), factor)).toThrow(/expected a finite factor >= 0.*negate/);
});

test('scale by 0 is allowed', () => {
  expect(scale(make('lower', 'a', 1), 0).value).toBe(0);
});

test('two terms of one name, and none, are refused', () => {
  expect(() => plus(make('lower', 'a', 1), make('lower', 'a', 1))).toThrow(/distinct term names, got 'a' twice/);
  expect(() => bound('lower', 'q', [])).toThrow(/expected at least one term, got none/);
});
