/** The positive nodes of the 16-point Gauss-Legendre rule on [-1, 1], which is symmetric. */
export const LEGENDRE_NODES: readonly number[] = [
  0.0950125098376374, 0.2816035507792589, 0.4580167776572274, 0.6178762444026438, 0.755404408355003, 0.8656312023878318,
  0.9445750230732326, 0.9894009349916499,
];
/** The weights of {@link LEGENDRE_NODES}. */
export const LEGENDRE_WEIGHTS: readonly number[] = [
  0.1894506104550685, 0.1826034150449236, 0.1691565193950025, 0.1495959888165767, 0.1246289712555339,
  0.0951585116824928, 0.0622535239386479, 0.0271524594117541,
];

/** The integral of f from low to high by 16-point Gauss-Legendre on `panels` equal pieces. */
export function integratePanels(f: (x: number) => number, low: number, high: number, panels: number): number {
  const half = (high - low) / (2 * panels);
  let sum = 0;
  for (let p = 0; p < panels; p++) {
    const middle = low + (2 * p + 1) * half;
    for (let i = 0; i < LEGENDRE_NODES.length; i++) {
      sum += LEGENDRE_WEIGHTS[i]! * (f(middle - half * LEGENDRE_NODES[i]!) + f(middle + half * LEGENDRE_NODES[i]!));
    }
  }
  return sum * half;
}
