import { expect, it } from 'vitest';
import { contourSegments } from '../../src/widgets/contour-segments.js';

const field = (side: number, f: (x: number, y: number) => number) =>
  Float64Array.from({ length: side * side }, (_, i) => f(i % side, Math.floor(i / side)));

it('a line is found where it is, from one side to the other', () => {
  const segments = contourSegments(
    field(9, (x, y) => x + 0.5 * y - 3.3),
    9,
  );
  let length = 0;
  for (const [a, b, c, d] of segments) {
    expect(a + 0.5 * b).toBeCloseTo(3.3, 12);
    expect(c + 0.5 * d).toBeCloseTo(3.3, 12);
    length += Math.hypot(a - c, b - d);
  }
  // From (3.3, 0) to y = 6.6 at x = 0.
  expect(length).toBeCloseTo(Math.hypot(3.3, 6.6), 9);
});

it('a circle closes: its length is 2 pi r, less what chords cut', () => {
  const segments = contourSegments(
    field(41, (x, y) => Math.hypot(x - 20, y - 20) - 15),
    41,
  );
  const length = segments.reduce((sum, [a, b, c, d]) => sum + Math.hypot(a - c, b - d), 0);
  expect(length).toBeGreaterThan(2 * Math.PI * 15 * 0.99);
  expect(length).toBeLessThan(2 * Math.PI * 15 * 1.001);
});

it('a saddle: two lines through one cell', () => {
  expect(contourSegments([1, -1, -1, 1], 2)).toHaveLength(2);
});

it('no boundary', () => {
  expect(
    contourSegments(
      field(5, () => 1),
      5,
    ),
  ).toEqual([]);
});
