/**
 * Replaces the log weights `values[start..start + length)` by the probabilities proportional to their exponentials. A log weight of
 * -Infinity gives an exact 0; if all are -Infinity there is no such distribution, and the probabilities are NaN.
 *
 * @returns The log of the sum of the weights.
 * @example
 * ```ts
 * import { softmaxInPlace } from '@latents/math';
 *
 * const row = Float64Array.of(1000, 1000);
 * softmaxInPlace(row) - 1000; // => 0.6931471805599614
 * [...row]; // => [0.5, 0.5]
 * ```
 */
export function softmaxInPlace(values: Float64Array, start = 0, length = values.length - start): number {
  let top = -Infinity;
  for (let i = start; i < start + length; i++) if (values[i]! > top) top = values[i]!;
  let sum = 0;
  for (let i = start; i < start + length; i++) {
    const e = Math.exp(values[i]! - top);
    values[i] = e;
    sum += e;
  }
  for (let i = start; i < start + length; i++) values[i] = values[i]! / sum;
  return top === -Infinity ? top : top + Math.log(sum);
}

/** Returns the softmax of each of `rows` rows of `width` logits from `start` on, `[rows, width]`. */
export function softmaxRows(logits: Float64Array, start: number, rows: number, width: number): Float64Array {
  const out = logits.slice(start, start + rows * width);
  for (let at = 0; at < out.length; at += width) softmaxInPlace(out, at, width);
  return out;
}
