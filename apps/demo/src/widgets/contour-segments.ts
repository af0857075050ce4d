/**
 * Where a field on a square grid is 0, as segments `[x, y, x, y]` in grid steps: the zero lines of each cell, its values taken as
 * linear along its sides (marching squares).
 *
 * @param values `[side, side]`, row by row.
 */
export function contourSegments(values: ArrayLike<number>, side: number): [number, number, number, number][] {
  const segments: [number, number, number, number][] = [];
  for (let row = 0; row + 1 < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      const at = row * side + column;
      const corners = [values[at]!, values[at + 1]!, values[at + side + 1]!, values[at + side]!] as const;
      const crossings: [number, number][] = [];
      SIDES.forEach(([from, to], i) => {
        const [a, b] = [corners[i]!, corners[(i + 1) % 4]!];
        if (a > 0 === b > 0) return;
        const t = a / (a - b);
        crossings.push([column + from[0] + t * (to[0] - from[0]), row + from[1] + t * (to[1] - from[1])]);
      });
      for (let i = 0; i + 1 < crossings.length; i += 2) segments.push([...crossings[i]!, ...crossings[i + 1]!]);
    }
  }
  return segments;
}

const SIDES = [
  [
    [0, 0],
    [1, 0],
  ],
  [
    [1, 0],
    [1, 1],
  ],
  [
    [1, 1],
    [0, 1],
  ],
  [
    [0, 1],
    [0, 0],
  ],
] as const;
