export { type ArrayInput, type AsNdArrayOptions, asNdArray, checkNdArray, checkSize } from './as-nd-array.js';
export {
  isNdArray,
  type NamedArrays,
  type NdArray,
  type NumericArray,
  ndArray,
  sizeOfShape,
} from './nd-array.js';
export { withoutPrefix, withPrefix } from './prefixes.js';
export { asTable, column, fromRows } from './rows.js';
export { takeRows } from './take-rows.js';
export { type ArraysOf, arraysOf, type Rows, takeRowsOf } from './rows-of-data.js';
