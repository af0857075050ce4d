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
 * Returns units in which every column has mean 0 and a curvature of the order of 1. Where all columns are near to that, they are left as
 * they are.
 *
 * @param ridge Variance that is added to each column's: what an L2 penalty adds to its curvature.
 * @throws RangeError for a column whose differences overflow.
 */
export function columnUnits(where: string, weighted: Weighted, ridge: number): ColumnUnits {
  const { d } = weighted;
  const { loc, deviations } = moments(weighted);
  const bad = deviations.findIndex((deviation) => !(deviation < Infinity));
  if (bad >= 0)
    throw new RangeError(
      `${where}: expected features whose differences are finite numbers, got an infinite one in column ${bad}. Take a larger unit.`,
    );
  const scale = deviations.map((deviation) => Math.hypot(deviation, Math.sqrt(ridge)) || 1);
  const near = scale.every((s, j) => s > 0.2 && s < 5 && Math.abs(loc[j]!) < 5);
  return near ? { loc: new Float64Array(d), scale: new Float64Array(d).fill(1) } : { loc, scale };
}

/** Returns means and standard deviations by weight: 0 for equal numbers, infinite only where differences are. */
function moments({ x, rowWeights, d }: Weighted): { loc: Float64Array; deviations: Float64Array } {
  const total = rowWeights.reduce((sum, w) => sum + w, 0);
  const [sums, squares] = [new Float64Array(d), new Float64Array(d)];
  const first = rowWeights.findIndex((w) => w > 0) * d;
  // Relative to one row: what is common to all is not added, and so not rounded.
  const origin = x.slice(first, first + d);
  for (let i = 0, at = 0; i < rowWeights.length; i++, at += d) {
    const share = rowWeights[i]! / total;
    if (share === 0) continue;
    for (let j = 0; j < d; j++) {
      const difference = x[at + j]! - origin[j]!;
      sums[j] = sums[j]! + share * difference;
      squares[j] = squares[j]! + share * difference * difference;
    }
  }
  const loc = origin.map((value, j) => value + sums[j]!);
  const variances = squares.map((square, j) => square - sums[j]! ** 2);
  const isExact = (variance: number, j: number) =>
    variance > 1e-6 * squares[j]! && variance > 1e-280 && variance < 1e280;
  if (variances.every(isExact)) return { loc, deviations: variances.map(Math.sqrt) };
  return { loc, deviations: relativeDeviations({ x, rowWeights, d }, total, loc) };
}

/** Returns standard deviations by squares relative to the widest difference: they neither cancel, overflow nor underflow. */
function relativeDeviations({ x, rowWeights, d }: Weighted, total: number, loc: Float64Array): Float64Array {
  const [least, most] = [new Float64Array(d).fill(Infinity), new Float64Array(d).fill(-Infinity)];
  for (let i = 0; i < x.length; i++) {
    const j = i % d;
    if (rowWeights[(i - j) / d] === 0) continue;
    least[j] = Math.min(least[j]!, x[i]!);
    most[j] = Math.max(most[j]!, x[i]!);
  }
  const widest = loc.map((value, j) => (least[j] === most[j] ? 0 : Math.max(most[j]! - value, value - least[j]!)));
  const squares = new Float64Array(d);
  for (let i = 0; i < x.length; i++) {
    const j = i % d;
    const share = rowWeights[(i - j) / d]! / total;
    if (share > 0 && widest[j]! > 0) squares[j]! += share * ((x[i]! - loc[j]!) / widest[j]!) ** 2;
  }
  return widest.map((value, j) => (value === 0 ? 0 : value * Math.sqrt(squares[j]!)));
}

/** Returns the features in those units, `[n, d]`; rows without weight are 0. */
export function inUnits({ x, rowWeights, d }: Weighted, { loc, scale }: ColumnUnits): Float64Array {
  if (loc.every((value) => value === 0) && scale.every((value) => value === 1)) return x;
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
