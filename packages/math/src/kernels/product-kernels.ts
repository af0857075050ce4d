/** Arguments of `out += left right`. */
export interface MatMulLayout {
  /** Offset of the left matrix. */
  readonly left: number;
  /** Numbers from one row of `left` to the next: `depth` as stored, 1 for a transposed matrix. */
  readonly down: number;
  /** Numbers from one column of `left` to the next: 1 as stored, `rows` for a transposed matrix. */
  readonly across: number;
  /** Offset of the right matrix, `[depth, columns]`. */
  readonly right: number;
  /** Offset of the result to add to, `[rows, columns]`. */
  readonly out: number;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/** Arguments of `out += weight matrix vector`, or the same with the matrix transposed. */
export interface MatVecLayout {
  /** Offset of the matrix, `[rows, columns]`. */
  readonly matrix: number;
  /** Offset of the vector, `[columns]`; `[rows]` if the matrix is transposed. */
  readonly vector: number;
  /** Offset of the result to add to, `[rows]`; `[columns]` if the matrix is transposed. */
  readonly out: number;
  readonly rows: number;
  readonly columns: number;
  readonly weight: number;
}

/** Arguments of `out += weight left right'`. */
export interface OuterLayout {
  /** Offset of the left vector, `[rows]`. */
  readonly left: number;
  /** Offset of the right vector, `[columns]`. */
  readonly right: number;
  /** Offset of the result to add to, `[rows, columns]`. */
  readonly out: number;
  readonly rows: number;
  readonly columns: number;
  readonly weight: number;
}

/** Dense products, row-major, added to what is there. */
export interface ProductKernels {
  /** Adds a matrix product. */
  matMul(layout: MatMulLayout): void;
  /** Adds a matrix times a vector. */
  matVec(layout: MatVecLayout): void;
  /** Adds a transposed matrix times a vector. */
  matVecTransposed(layout: MatVecLayout): void;
  /** Adds an outer product. */
  addOuter(layout: OuterLayout): void;
}
