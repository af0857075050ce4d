import { checkNdArray, type NdArray } from '@latents/math';

/** A matrix of finite numbers, row-major. Refuses an empty or ragged one, and other sizes than those given. */
export function matrix(
  what: string,
  rows: readonly (readonly number[])[],
  height?: number,
  width?: number,
): Float64Array {
  const [h, w] = [height ?? rows.length, width ?? rows[0]?.length ?? 0];
  if (h < 1 || w < 1 || rows.length !== h || rows.some((row) => row.length !== w)) {
    throw new RangeError(
      `${what}: expected a matrix [${height ?? 'n'}, ${width ?? 'm'}], got rows of lengths [${rows.map((row) => row.length)}].`,
    );
  }
  return finite(what, Float64Array.from(rows.flat()));
}

/** A list of `length` finite numbers as an array. */
export function vector(what: string, values: readonly number[], length: number): Float64Array {
  if (values.length !== length) throw new RangeError(`${what}: expected ${length} numbers, got ${values.length}.`);
  return finite(what, Float64Array.from(values));
}

/** Probabilities: not negative, with sum 1 to within 1e-9. */
export function checkProbabilities(what: string, values: ArrayLike<number>): void {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    if (!(values[i]! >= 0)) throw new RangeError(`${what}: expected probabilities, got ${values[i]} at index ${i}.`);
    sum += values[i]!;
  }
  if (!(Math.abs(sum - 1) < 1e-9)) throw new RangeError(`${what}: expected probabilities with sum 1, got sum ${sum}.`);
}

/**
 * Returns the number of rows of `[n, ...rest]` data; `-1` in `rest` allows any size.
 *
 * @throws TypeError for what is not an array with a shape.
 * @throws RangeError for other shapes, data that do not fit them, NaN and infinities.
 */
export function rowsOf(what: string, data: NdArray, rest: readonly number[]): number {
  checkNdArray(what, 'the data', data);
  const { shape } = data;
  const fits = shape.length === rest.length + 1 && rest.every((size, i) => size === -1 || size === shape[i + 1]);
  if (!fits) {
    throw new RangeError(
      `${what}: expected shape [n${rest.map((size) => `, ${size === -1 ? 'steps' : size}`).join('')}], got [${shape}].`,
    );
  }
  return shape[0]!;
}

function finite<A extends ArrayLike<number>>(what: string, values: A): A {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`${what}: expected finite numbers, got ${values[i]} at index ${i}.`);
    }
  }
  return values;
}
