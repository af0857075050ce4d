/** Returns the column of the largest entry of each row of `values`, `[rows]`, for rows of `width` entries. The first of equals wins. */
export function argMaxRows(values: ArrayLike<number>, width: number): Int32Array {
  const out = new Int32Array(values.length / width);
  for (let i = 0; i < out.length; i++) {
    for (let j = 1; j < width; j++) if (values[i * width + j]! > values[i * width + out[i]!]!) out[i] = j;
  }
  return out;
}
