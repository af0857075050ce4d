/**
 * A block of rows of data: four rows interleaved, so that number `j` of row `r` stands at
 * `block + 4 dimensions (r >> 2) + 4 j + (r & 3)`. The number of rows is a multiple of 4.
 */
export interface RowBlock {
  /** Offset of the first number of the block. */
  readonly block: number;
  /** Number of rows, a multiple of 4. */
  readonly rows: number;
  /** Numbers per row. */
  readonly dimensions: number;
}

/** Arguments of the log densities of one component over a block of rows. */
export interface DensityLayout extends RowBlock {
  /** Offset of the whitening `W`: lower triangular, packed by {@link packLower}, or a diagonal `[dimensions]`. */
  readonly whitening: number;
  /** Offset of `W mean`, `[dimensions + 3]` with zeros at the end for a full `W`, `[dimensions]` for a diagonal one. */
  readonly shift: number;
  /** Log density at the mean, in nats. */
  readonly constant: number;
  /** Offset of the log densities to write, `[rows]`, in nats. */
  readonly out: number;
}

/** Arguments of the weighted moments of a block of rows. */
export interface MomentLayout extends RowBlock {
  /** Offset of the weight of each row, `[rows]`. */
  readonly weights: number;
  /** Offset of scratch room for as many numbers as the block has. */
  readonly scaled: number;
  /** Offset of the weighted sums to add to, `[dimensions]`. */
  readonly sums: number;
  /** Offset of the weighted squares to add to: `[dimensions, dimensions]`, or `[dimensions]` by axis. */
  readonly squares: number;
}

/** Arguments of the responsibilities of all components for a block of rows. */
export interface ResponsibilityLayout {
  /** Offset of log p(x, c), which become responsibilities: row `r` of component `c` at `joint + c stride + r`. */
  readonly joint: number;
  /** Numbers between two components. */
  readonly stride: number;
  /** Number of rows, even. */
  readonly rows: number;
  readonly components: number;
  /** Offset of the weight of each row, `[rows]`. */
  readonly weights: number;
  /** Offset of the greatest value of each row, `[rows]`, written. */
  readonly tops: number;
  /** Offset of the sum of `e^(value - top)` of each row, `[rows]`, written. */
  readonly sums: number;
  /** Offset of the sum of `e^(value - top) (value - top)` of each row, `[rows]`, written. */
  readonly tilts: number;
}

/** Inner loops of Gaussian mixtures. */
export interface MixtureKernels {
  /** Writes `constant - |W x - shift|^2 / 2` per row, for a lower triangular `W`. */
  fullDensities(layout: DensityLayout): void;
  /** Writes `constant - |W x - shift|^2 / 2` per row, for a diagonal `W`. */
  diagonalDensities(layout: DensityLayout): void;
  /** Adds `sum r x` and the lower triangle of `sum r x x'`; returns `sum r`, `r` being the weight of a row. */
  fullMoments(layout: MomentLayout): number;
  /** Adds `sum r x` and `sum r x^2` by axis; returns `sum r`, `r` being the weight of a row. */
  diagonalMoments(layout: MomentLayout): number;
  /** Turns log p(x, c) in place into `weight p(c | x)`. A row of weight 0 gives zeros. */
  respond(layout: ResponsibilityLayout): void;
}
