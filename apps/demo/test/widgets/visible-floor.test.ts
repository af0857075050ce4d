import { expect, test } from 'vitest';
import { visibleFloor } from '../../src/widgets/visible-floor.js';

test('a short run is shown whole', () => {
  expect(visibleFloor([-544, -300, -200])).toBe(Number.NEGATIVE_INFINITY);
});

test('a long climb: the first points fall below the floor, the upper three quarters never do', () => {
  const bound = Array.from({ length: 60 }, (_, i) => -100 - 450 * Math.exp(-i / 3));
  const floor = visibleFloor(bound);
  expect(floor).toBeGreaterThan(bound[0]!);
  expect(bound.filter((nats) => nats < floor).length).toBeLessThan(15);
});

test('a curve without a steep beginning is shown whole', () => {
  expect(visibleFloor(Array.from({ length: 60 }, (_, i) => i))).toBe(Number.NEGATIVE_INFINITY);
});

test('a constant is shown whole', () => {
  expect(visibleFloor(new Array(60).fill(-5))).toBe(Number.NEGATIVE_INFINITY);
});
