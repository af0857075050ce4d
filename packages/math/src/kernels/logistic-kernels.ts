/** Arguments of the logistic loss of a block of rows. */
export interface LogisticLayout {
  /** Offset of the scores, which become the derivatives of the loss, `[rows]`. */
  readonly scores: number;
  /** Offset of the weight of each row, negative for the first class, `[rows]`. */
  readonly signedWeights: number;
  /** Number of rows, even. */
  readonly rows: number;
}

/** Inner loop of binary logistic regression. */
export interface LogisticKernels {
  /** Returns `sum |w| log(1 + e^(-sign(w) score))` in nats, and turns the scores into its derivatives. */
  loss(layout: LogisticLayout): number;
}
