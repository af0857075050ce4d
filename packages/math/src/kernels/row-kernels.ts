/** Arguments of the sums of exponentials of the rows of a matrix. */
export interface ExpSumLayout {
  /** Offset of the matrix, `[rows, width]`. */
  readonly values: number;
  readonly rows: number;
  readonly width: number;
  /** Offset of the greatest value of each row, `[rows]`, written. */
  readonly tops: number;
  /** Offset of the sum of `e^(value - top)` of each row, `[rows]`, written. */
  readonly sums: number;
}

/** Inner loop of log-sum-exp. */
export interface RowKernels {
  /** Writes the greatest value of each row and the sum of its exponentials relative to that. */
  expSums(layout: ExpSumLayout): void;
}
