import { binaryUnit, checkNdArray, type NdArray } from '@latents/math';

/** Sets of features in one unit, in which squares of differences neither overflow nor underflow. */
export interface FeaturesInUnit {
  /** The sets, each `[rows, features]`, less the first row of the first set and divided by the unit. */
  readonly sets: readonly NdArray<Float64Array>[];
  /** A power of 2, so that the division rounds nothing. */
  readonly unit: number;
}

/**
 * Returns sets of features in one unit.
 *
 * @param sets The sets by the names of arguments.
 * @param least Smallest number of rows.
 * @throws TypeError for what is not an array with a shape.
 * @throws RangeError unless all sets are finite and of one width, with at least `least` rows.
 */
export function featuresInUnit(where: string, sets: Readonly<Record<string, NdArray>>, least: number): FeaturesInUnit {
  for (const [name, set] of Object.entries(sets)) checkNdArray(where, name, set);
  const shapes = Object.values(sets).map(({ shape }) => shape);
  const [width] = shapes[0]!.slice(1);
  if (!shapes.every((shape) => shape.length === 2 && shape[0]! >= least && shape[1] === width && width! > 0)) {
    const got = Object.entries(sets).map(([name, { shape }]) => `${name} [${shape}]`);
    throw new RangeError(
      `${where}: expected two sets of features [rows, features] of one width, of at least ${least} rows, got ${got.join(' and ')}.`,
    );
  }
  let most = 0;
  for (const { data } of Object.values(sets)) {
    for (let i = 0; i < data.length; i++) most = Math.max(most, Math.abs(data[i]!));
  }
  const unit = binaryUnit(most);
  // A common offset of all features cancels before anything is rounded to its size.
  const origin = Object.values(sets)[0]!.data.slice(0, width);
  const moved = ({ shape, data }: NdArray) => {
    const out = new Float64Array(data.length);
    for (let i = 0, j = 0; i < data.length; i++, j = j + 1 === width ? 0 : j + 1) {
      out[i] = data[i]! / unit - origin[j]! / unit;
    }
    return { shape, data: out };
  };
  return { unit, sets: Object.values(sets).map(moved) };
}
