/** Units in which a solver sees the columns: `(x - loc) / scale`. No result depends on them but for rounding. */
export interface ColumnUnits {
  /** Means of the columns by weight, `[d]`. */
  readonly loc: Float64Array;
  /** Positive numbers of the order of the standard deviations, `[d]`. */
  readonly scale: Float64Array;
}

/** Features of the rows that count. */
interface Weighted {
  /** Features, row-major, `[n, d]`. */
  readonly x: Float64Array;
  /** Weight of each row, `[n]`. */
  readonly rowWeights: Float64Array;
  readonly d: number;
}

/**
 * Returns units in which every column has mean 0 and a curvature of the order of 1.
 *
 * @param ridge Variance that is added to each column's: what an L2 penalty adds to its curvature.
 * @throws RangeError for a column whose differences overflow.
 */
export function columnUnits(where: string, { x, rowWeights, d }: Weighted, ridge: number): ColumnUnits {
  const total = rowWeights.reduce((sum, w) => sum + w, 0);
  const { loc, widest } = centres(x, d, rowWeights, total);
  const bad = widest.indexOf(Infinity);
  if (bad >= 0)
    throw new RangeError(
      `${where}: expected features whose differences are finite numbers, got an infinite one in column ${bad}. Take a larger unit.`,
    );
  const squares = new Float64Array(d);
  for (let i = 0, at = 0; i < rowWeights.length; i++, at += d) {
    const share = rowWeights[i]! / total;
    if (share > 0) for (let j = 0; j < d; j++) squares[j]! += share * ((x[at + j]! - loc[j]!) / widest[j]!) ** 2;
  }
  // Where a column does not vary, 0 / 0 above.
  const scale = widest.map(
    (most, j) => Math.hypot(most > 0 ? most * Math.sqrt(squares[j]!) : 0, Math.sqrt(ridge)) || 1,
  );
  return { loc, scale };
}

/** Returns the mean of each column by weight, equal numbers having exactly theirs, and the greatest distance of a value from it. */
function centres(x: Float64Array, d: number, rowWeights: Float64Array, total: number) {
  const least = new Float64Array(d).fill(Infinity);
  const most = new Float64Array(d).fill(-Infinity);
  const sums = new Float64Array(d);
  const first = rowWeights.findIndex((w) => w > 0) * d;
  // Relative to one row: what is common to all is not added, and so not rounded.
  const origin = x.slice(first, first + d);
  for (let i = 0, at = 0; i < rowWeights.length; i++, at += d) {
    const share = rowWeights[i]! / total;
    if (share === 0) continue;
    for (let j = 0; j < d; j++) {
      const value = x[at + j]!;
      sums[j]! += share * (value - origin[j]!);
      if (value < least[j]!) least[j] = value;
      if (value > most[j]!) most[j] = value;
    }
  }
  const loc = origin.map((value, j) => value + sums[j]!);
  const widest = loc.map((value, j) => (least[j] === most[j] ? 0 : Math.max(most[j]! - value, value - least[j]!)));
  return { loc, widest: widest.map((w) => (Number.isNaN(w) ? Infinity : w)) };
}

/** Returns the features in those units, `[n, d]`; rows without weight are 0. */
export function inUnits({ x, rowWeights, d }: Weighted, { loc, scale }: ColumnUnits): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0, at = 0; i < rowWeights.length; i++, at += d)
    if (rowWeights[i]! > 0) for (let j = 0; j < d; j++) out[at + j] = (x[at + j]! - loc[j]!) / scale[j]!;
  return out;
}

/** Returns a solver's parameters `[rows, d + 1]` in the user's units. */
export function parametersInOwnUnits(parameters: Float64Array, { loc, scale }: ColumnUnits): Float64Array {
  const d = loc.length;
  const out = parameters.slice();
  for (let at = 0; at < out.length; at += d + 1) {
    for (let j = 0; j < d; j++) {
      out[at + j] = parameters[at + j]! / scale[j]!;
      out[at + d]! -= out[at + j]! * loc[j]!;
    }
  }
  return out;
}

/** Returns parameters `[rows, d + 1]` in the user's units as a solver sees them. */
export function parametersInUnits(parameters: Float64Array, { loc, scale }: ColumnUnits): Float64Array {
  const d = loc.length;
  const out = parameters.slice();
  for (let at = 0; at < out.length; at += d + 1) {
    for (let j = 0; j < d; j++) {
      out[at + j] = parameters[at + j]! * scale[j]!;
      out[at + d]! += parameters[at + j]! * loc[j]!;
    }
  }
  return out;
}
