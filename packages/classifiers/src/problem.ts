/** A weighted, penalised logistic regression as a function of its parameters, `[rows, d + 1]`: weights, then the intercept, row by row. */
export interface Problem {
  /** Features in the solver's units, `[n, d]`, row-major. */
  readonly x: Float64Array;
  /** Class of each row, `[n]`. */
  readonly y: ArrayLike<number>;
  /** Weight of each row, `[n]`. */
  readonly rowWeights: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly classes: number;
  /** Rows of parameters: 1 for two classes; else the number of classes, or one fewer with the last class's row held at 0. */
  readonly rows: number;
  /** Weight of the L2 penalty of each column, `[d]`. */
  readonly l2: Float64Array;
  /** Weight of the L1 penalty of each column, `[d]`. */
  readonly l1: Float64Array;
}
