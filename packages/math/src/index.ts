// Arrays
export {
  type ArrayInput,
  type ArraysOf,
  arraysOf,
  type AsNdArrayOptions,
  asNdArray,
  asTable,
  checkNdArray,
  checkSize,
  column,
  fromRows,
  isNdArray,
  type NamedArrays,
  type NdArray,
  type NumericArray,
  ndArray,
  type Rows,
  sizeOfShape,
  takeRows,
  takeRowsOf,
  withoutPrefix,
  withPrefix,
} from './arrays/index.js';
// Argument checks
export {
  checkFinite,
  checkFiniteValues,
  checkFraction,
  checkInteger,
  checkList,
  checkNonNegative,
  checkOneOf,
  checkOptions,
  type CompleteNames,
  type OptionName,
  checkPositive,
  checkPositiveInteger,
  checkRng,
} from './checks/index.js';
// Columns of tables
export {
  columnMeans,
  columnStandardDeviations,
  type Normalization,
  normalizeColumns,
  standardize,
  toUnitRange,
} from './columns/index.js';
// Linear algebra
export {
  binaryUnit,
  cholesky,
  choleskyFactor,
  choleskySolve,
  invertLower,
  invertSymmetric,
  solveTriangular,
  symmetricEigen,
  symmetricEigenvalues,
  transpose,
} from './linear-algebra/index.js';
// Random numbers
export { createRng, drawIndex, Rng, type RngState } from './rng/index.js';
// Tables of log weights
export { argMaxRows, softmaxInPlace, softmaxRows } from './tables/index.js';
