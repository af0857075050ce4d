import { withHeap } from './heap.js';

/** Rows of `b` that are worked on together, so that four of its columns stay in the nearest cache. */
const DEPTH = 128;

/** Columns of `b` that are copied next to each other: nine cache lines per row, so that rows fall into distinct sets of the cache. */
const WIDTH = 72;

/**
 * Returns the matrix product `a b`, `[m, n]`, of `a` `[m, k]` and `b` `[k, n]`, row-major. The operands are copied into the kernels'
 * memory, which pays from about 8 x 8 x 8 on.
 *
 * @example
 * ```ts
 * import { matMul } from '@latents/math/kernels';
 *
 * [...matMul(Float64Array.of(1, 2), Float64Array.of(3, 4), 1, 2, 1)]; // => [11]
 * ```
 * @throws RangeError if a size is no integer >= 0 or an array has another length than its sizes say.
 */
export function matMul(a: Float64Array, b: Float64Array, m: number, k: number, n: number): Float64Array {
  expectLength('matMul(a, b, m, k, n)', 'a', a, m, k);
  expectLength('matMul(a, b, m, k, n)', 'b', b, k, n);
  const width = Math.min(n, WIDTH);
  const right = m * k;
  const out = right + k * width;
  const product = new Float64Array(n > WIDTH ? m * n : 0);
  return withHeap(out + m * width, ({ numbers, kernels }) => {
    numbers.set(a);
    for (let first = 0; first < n; first += WIDTH) {
      const columns = Math.min(WIDTH, n - first);
      if (columns === n) numbers.set(b, right);
      else
        for (let p = 0; p < k; p++)
          numbers.set(b.subarray(p * n + first, p * n + first + columns), right + p * columns);
      numbers.fill(0, out, out + m * columns);
      for (let from = 0; from < k; from += DEPTH) {
        kernels.products.matMul({
          left: from,
          down: k,
          across: 1,
          right: right + from * columns,
          out,
          rows: m,
          columns,
          depth: Math.min(DEPTH, k - from),
        });
      }
      if (columns === n) return numbers.slice(out, out + m * n);
      for (let i = 0; i < m; i++)
        product.set(numbers.subarray(out + i * columns, out + (i + 1) * columns), i * n + first);
    }
    return product;
  });
}

/**
 * Returns `log sum e^x` of each row of `x`, `[rows]`, for `x` `[rows, width]`, row-major. A row of -Infinity gives -Infinity.
 *
 * @throws RangeError if a size is no integer >= 0 or `x` has another length than its sizes say.
 */
export function logSumExpRows(x: Float64Array, rows: number, width: number): Float64Array {
  expectLength('logSumExpRows(x, rows, width)', 'x', x, rows, width);
  const tops = rows * width;
  const sums = tops + rows;
  return withHeap(sums + rows, ({ numbers, kernels }) => {
    numbers.set(x);
    kernels.rows.expSums({ values: 0, rows, width, tops, sums });
    return Float64Array.from({ length: rows }, (_, row) => {
      const top = numbers[tops + row]!;
      return Math.abs(top) === Infinity ? top : top + Math.log(numbers[sums + row]!);
    });
  });
}

function expectLength(where: string, name: string, array: Float64Array, rows: number, columns: number): void {
  const sizes = [rows, columns].every((n) => Number.isInteger(n) && n >= 0);
  if (sizes && array.length === rows * columns) return;
  throw new RangeError(`${where}: expected ${name} of ${rows} x ${columns} numbers, got ${array.length}.`);
}
