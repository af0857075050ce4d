import { checkList } from '@latents/math';

/**
 * Returns a copy of a table whose rows are distributions, `[rows, width]`: to 1e-6. Rows in float32 are divided by their sums.
 *
 * @throws RangeError if the table has another size.
 * @throws RangeError if a row is no distribution, naming the row.
 */
export function checkedRows(table: ArrayLike<number>, rows: number, width: number, name: string): Float64Array {
  checkList(name, 'probabilities', table);
  const out = Float64Array.from(table);
  if (table.length !== rows * width)
    throw new RangeError(`${name}: expected ${rows} x ${width} numbers, got ${table.length}.`);
  for (let row = 0; row < rows; row++) {
    let total = 0;
    for (let i = 0; i < width; i++) {
      const p = table[row * width + i]!;
      if (!(p >= 0 && p <= 1 + 1e-9)) throw new RangeError(`${name}: expected probabilities, got ${p} in row ${row}.`);
      total += p;
    }
    if (!(Math.abs(total - 1) <= 1e-6))
      throw new RangeError(`${name}: expected row ${row} to sum to 1, got ${total}. Divide it by its sum.`);
    if (table instanceof Float32Array) for (let i = 0; i < width; i++) out[row * width + i]! /= total;
  }
  return out;
}

/** Returns counts divided by the sum of their row, `[rows, width]`; a row without counts keeps `previous`. */
export function normalizedRows(
  counts: Float64Array,
  offset: number,
  rows: number,
  width: number,
  previous: Float64Array,
): Float64Array {
  const out = previous.slice();
  for (let row = 0; row < rows; row++) {
    let total = 0;
    for (let i = 0; i < width; i++) total += counts[offset + row * width + i]!;
    if (total > 0) for (let i = 0; i < width; i++) out[row * width + i] = counts[offset + row * width + i]! / total;
  }
  return out;
}

/** Returns `sum counts log p` in nats, with `0 log 0 = 0`. */
export function expectedLog(counts: Float64Array, offset: number, p: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (counts[offset + i]! > 0) sum += counts[offset + i]! * Math.log(p[i]!);
  return sum;
}

/** Returns the gradient of {@link expectedLog} in the logits of each row: count - total p, `[rows * width]`. */
export function logitGradient(
  counts: Float64Array,
  offset: number,
  rows: number,
  width: number,
  p: Float64Array,
): number[] {
  const out: number[] = [];
  for (let row = 0; row < rows; row++) {
    let total = 0;
    for (let i = 0; i < width; i++) total += counts[offset + row * width + i]!;
    for (let i = 0; i < width; i++) out.push(counts[offset + row * width + i]! - total * p[row * width + i]!);
  }
  return out;
}
