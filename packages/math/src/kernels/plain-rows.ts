import type { RowKernels } from './row-kernels.js';

/** Returns the kernels of rows. */
export function plainRows(x: Float64Array): RowKernels {
  return {
    expSums({ values, rows, width, tops, sums }) {
      for (let row = 0, from = values; row < rows; row++, from += width) {
        let top = -Infinity;
        for (let i = from; i < from + width; i++) top = Math.max(top, x[i]!);
        let sum = 0;
        for (let i = from; i < from + width; i++) sum += Math.exp(x[i]! - top);
        x[tops + row] = top;
        x[sums + row] = sum;
      }
    },
  };
}
