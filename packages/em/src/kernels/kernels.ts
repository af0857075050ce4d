/**
 * The inner loops, in the memory of a {@link Heap}: arrays are named by the index of their first number. Rows of data come in blocks,
 * four interleaved: number j of row r at `4 d (r >> 2) + 4 j + (r & 3)`; the number of rows is a multiple of 4.
 */
export interface Kernels {
  /** `out[row] = constant - |W x - shift|^2 / 2`, W lower triangular, packed by {@link packLower}; shift `[d + 3]`. */
  fullDistances(block: number, rows: number, d: number, w: number, shift: number, constant: number, out: number): void;
  /** The same with W diagonal, `[d]`. */
  diagonalDistances(
    block: number,
    rows: number,
    d: number,
    w: number,
    shift: number,
    constant: number,
    out: number,
  ): void;
  /**
   * `sums [d] += sum_row r x` and, in the lower triangle, `squares [d, d] += sum_row r x x'`, with `r = weights[row]`; returns sum r.
   * `scaled` has room for the block.
   */
  fullMoments(
    block: number,
    rows: number,
    d: number,
    weights: number,
    scaled: number,
    sums: number,
    squares: number,
  ): number;
  /** The same with squares by axis, `[d]`. */
  diagonalMoments(
    block: number,
    rows: number,
    d: number,
    weights: number,
    scaled: number,
    sums: number,
    squares: number,
  ): number;
  /**
   * The columns `joint[c stride + row]` turned in place from log p(x, c) to `weights[row] p(c | x)`. Tops, sums and tilts `[rows]`
   * become the maximum, the sum of `e^(value - top)` and that of `e^(value - top) (value - top)`. A row of weight 0 gives zeros.
   */
  respond(
    joint: number,
    stride: number,
    rows: number,
    k: number,
    weights: number,
    tops: number,
    sums: number,
    tilts: number,
  ): void;
  /**
   * Scores `[rows]` become the derivatives of the loss `sum |w| log(1 + e^(-sign(w) score))`, which is returned; `w = signedWeights[row]`
   * is a row's weight, negative for the first class. The number of rows is even.
   */
  logistic(scores: number, signedWeights: number, rows: number): number;
  /**
   * alpha `[steps, s]`, each step divided by its sum; the sums and their inverses `[steps]`. Returns how many steps it took: fewer
   * than `steps` where a sum is not above `least`.
   */
  forward(
    start: number,
    transitions: number,
    likelihood: number,
    alpha: number,
    sums: number,
    inverse: number,
    s: number,
    steps: number,
    least: number,
  ): number;
  /** Fills gamma and adds to pairs; `beta` `[s]` goes from the last step's to the first's. `next` has room for `[chunk, s]`. */
  backward(
    columns: number,
    likelihood: number,
    alpha: number,
    gamma: number,
    inverse: number,
    beta: number,
    next: number,
    pairs: number,
    s: number,
    steps: number,
    chunk: number,
  ): void;
  /** `c [m, n] += a b` with b `[k, n]`, and entry (i, p) of a at `i down + p across`. */
  matMul(a: number, down: number, across: number, b: number, c: number, m: number, n: number, k: number): void;
  /** `out [m] += weight a v`, a `[m, n]`. */
  matVec(a: number, v: number, out: number, m: number, n: number, weight: number): void;
  /** `out [n] += weight a' v`, a `[m, n]`. */
  matVecTransposed(a: number, v: number, out: number, m: number, n: number, weight: number): void;
  /** `c [m, n] += weight u v'`. */
  addOuter(c: number, u: number, v: number, m: number, n: number, weight: number): void;
}
