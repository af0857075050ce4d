import { ndtr } from '@latents/math/special';

/** A one-to-one map of a vector. */
export type RowMap = (row: Float64Array) => Float64Array;

/** sign(v) |v|^(3/2): heavier tails. */
export const halfCube: RowMap = (row) => row.map((v) => v * Math.sqrt(Math.abs(v)));

/** The inverse hyperbolic sine, which is a logarithm of what is far out: lighter tails. */
export const inverseSinh: RowMap = (row) => row.map(Math.asinh);

/** The standard normal distribution function: normal coordinates become uniform on (0, 1). */
export const normalCdf: RowMap = (row) => row.map(ndtr);

/** A rotation of coordinates `first` and `first + 1` by an angle of speed |x|^2. */
export function spiral({ first, speed }: { readonly first: number; readonly speed: number }): RowMap {
  return (row) => {
    if (first + 1 >= row.length) {
      throw new RangeError(
        `spiral({ first: ${first} }): expected at least ${first + 2} coordinates, got ${row.length}.`,
      );
    }
    const angle = speed * row.reduce((sum, v) => sum + v * v, 0);
    const [a, b] = [row[first]!, row[first + 1]!];
    const out = row.slice();
    out[first] = a * Math.cos(angle) - b * Math.sin(angle);
    out[first + 1] = a * Math.sin(angle) + b * Math.cos(angle);
    return out;
  };
}

/** A point of (0, 1) to its place on a spiral in the plane. */
export const swissRoll: RowMap = (row) => {
  if (row.length !== 1) throw new RangeError(`swissRoll(row): expected one coordinate, got ${row.length}.`);
  const angle = 1.5 * Math.PI * (1 + 2 * row[0]!);
  return Float64Array.of(angle * Math.cos(angle), angle * Math.sin(angle)).map((v) => v / 21);
};

/** Strictly increasing, with a slope that comes and goes. */
export const wiggly: { readonly x: RowMap; readonly y: RowMap } = {
  x: (row) => row.map((v) => v + 0.4 * Math.sin(v) + 0.2 * Math.sin(1.7 * v + 1) + 0.03 * Math.sin(3.3 * v - 2.5)),
  y: (row) =>
    row.map((v) => v - 0.4 * Math.sin(0.4 * v) + 0.17 * Math.sin(1.3 * v + 3.5) + 0.02 * Math.sin(4.3 * v - 2.5)),
};

/**
 * A standard normal coordinate to one that is distributed as a mixture of two normals of scale 1, by distribution functions.
 *
 * @param options.weight Of the component at `means[0]`, between 0 and 1.
 */
export function toMixture(options: { readonly weight: number; readonly means: readonly [number, number] }): RowMap {
  const { weight, means } = options;
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const quantile = (v: number) => {
    // Whichever tail is the smaller, so that neither rounds to 1; the quantile is that of v moved by one of the means, or between.
    const sign = v > 0 ? -1 : 1;
    const target = ndtr(sign * v);
    let [from, to] = [low + v, high + v];
    for (let i = 0; i < 200 && to - from > 1e-14 * (1 + Math.abs(from)); i++) {
      const middle = (from + to) / 2;
      const mass = weight * ndtr(sign * (middle - means[0])) + (1 - weight) * ndtr(sign * (middle - means[1]));
      if (sign * (mass - target) < 0) from = middle;
      else to = middle;
    }
    return (from + to) / 2;
  };
  return (row) => row.map(quantile);
}
