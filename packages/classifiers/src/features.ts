import { type ArrayInput, asTable, checkList, checkNdArray, isNdArray, type NdArray } from '@latents/math';

/** Labelled examples. */
export interface LabelledData {
  /** Features `[n, dimension]`: an array, or rows `number[][]`. A list of numbers is one column. */
  readonly x: ArrayInput;
  /** Class of each row, an integer from 0, `[n]`. */
  readonly y: ArrayLike<number> | NdArray;
}

/** Labelled examples, checked. */
export interface Examples {
  /** Features in float64, row-major, `[n * d]`. */
  readonly x: Float64Array;
  readonly y: ArrayLike<number>;
  readonly n: number;
  readonly d: number;
  readonly classes: number;
}

/** Sizes that data must have. */
export interface Sizes {
  readonly classes: number;
  readonly dimension: number;
}

/**
 * Returns labelled data, checked.
 *
 * @param sizes Sizes to expect; absent: any.
 * @throws TypeError for what is not arrays of numbers.
 * @throws RangeError for features that are not `[n, dimension]` and finite, or labels other than 0 to `classes - 1`, each of
 * which must have a row.
 */
export function checkExamples(where: string, data: LabelledData, sizes?: Sizes): Examples {
  if (typeof data !== 'object' || data === null || !('x' in data) || !('y' in data))
    throw new TypeError(`${where}: expected labelled data { x, y }, got ${data === null ? 'null' : typeof data}.`);
  const { data: x, n, d } = checkFeatures(where, data.x, sizes?.dimension);
  if (isNdArray(data.y)) checkNdArray(where, 'y', data.y);
  else checkList(where, 'y', data.y);
  const y = isNdArray(data.y) ? data.y.data : data.y;
  const classes = checkLabels(where, y, n);
  if (sizes && classes !== sizes.classes)
    throw new RangeError(`${where}: expected labels of ${sizes.classes} classes, got ${classes}.`);
  return { x, y, n, d, classes };
}

/** Throws a RangeError unless `x` is `[n, dimension]` and finite; returns it in float64. */
export function checkFeatures(
  where: string,
  x: ArrayInput,
  dimension?: number,
): { data: Float64Array; n: number; d: number } {
  const table = asTable(where, 'x', x, dimension, { finite: false });
  const [n, d] = table.shape as [number, number];
  const data = table.data instanceof Float64Array ? table.data : Float64Array.from(table.data);
  if (!allFinite(data)) {
    const i = data.findIndex((value) => !Number.isFinite(value));
    throw new RangeError(
      `${where}: expected finite features, got ${data[i]} in row ${Math.floor(i / d)}, column ${i % d}.`,
    );
  }
  return { data, n, d };
}

/** A finite number less itself is 0, another NaN, and NaN stays: without a branch a number. */
function allFinite(data: Float64Array): boolean {
  let [a, b, c, e] = [0, 0, 0, 0];
  const whole = data.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    a += data[i]! - data[i]!;
    b += data[i + 1]! - data[i + 1]!;
    c += data[i + 2]! - data[i + 2]!;
    e += data[i + 3]! - data[i + 3]!;
  }
  for (let i = whole; i < data.length; i++) a += data[i]! - data[i]!;
  return a + b + c + e === 0;
}

/** Throws a RangeError unless every class from 0 to the largest has a row; returns their number. */
function checkLabels(where: string, y: ArrayLike<number>, n: number): number {
  if (y.length !== n) throw new RangeError(`${where}: expected ${n} labels, one a row, got ${y.length}.`);
  const seen: boolean[] = [];
  for (let i = 0; i < n; i++) {
    const label = y[i]!;
    if (!Number.isInteger(label) || label < 0) {
      throw new RangeError(`${where}: expected labels that are integers from 0, got ${label} in row ${i}.`);
    }
    // Each class has a row, so that no label is n or more: a list of a billion classes is not made.
    if (label >= n)
      throw new RangeError(
        `${where}: expected labels from 0 to the number of classes - 1, each with a row of the ${n}, got ${label} in row ${i}.`,
      );
    seen[label] = true;
  }
  const missing = Array.from(seen).findIndex((present) => !present);
  if (seen.length < 2 || missing >= 0) {
    throw new RangeError(
      `${where}: expected rows of at least 2 classes, 0 to the largest label, got ${seen.length < 2 ? 'one class' : `none of class ${missing}`}.`,
    );
  }
  return seen.length;
}

/** Returns the weight of each row: its sample weight times its class's. Throws a RangeError for one that is negative or not finite, or if all are 0. */
export function rowWeights(
  where: string,
  y: ArrayLike<number>,
  classes: number,
  sampleWeights?: ArrayLike<number>,
  classWeights?: ArrayLike<number>,
): Float64Array {
  for (const [name, values, length] of [
    ['sampleWeights', sampleWeights, y.length],
    ['classWeights', classWeights, classes],
  ] as const) {
    if (values === undefined) continue;
    checkList(where, name, values);
    if (values.length !== length) throw new RangeError(`${where}: expected ${length} ${name}, got ${values.length}.`);
    const bad = Array.from(values).findIndex((w) => !(w >= 0 && w < Infinity));
    if (bad >= 0)
      throw new RangeError(`${where}: expected ${name} to be finite and >= 0, got ${values[bad]} at ${bad}.`);
  }
  const out = new Float64Array(y.length).fill(1);
  if (sampleWeights) for (let i = 0; i < out.length; i++) out[i] = sampleWeights[i]!;
  if (classWeights) for (let i = 0; i < out.length; i++) out[i]! *= classWeights[y[i]!]!;
  const total = out.reduce((sum, w) => sum + w, 0);
  if (y.length > 0 && !(total > 0 && total < Infinity))
    throw new RangeError(`${where}: expected weights with a positive finite sum over the rows, got ${total}.`);
  return out;
}
