// Arrays
export {
  isNdArray,
  type NamedArrays,
  type NdArray,
  type NumericArray,
  ndArray,
  sizeOfShape,
  takeRows,
  withoutPrefix,
  withPrefix,
} from './arrays/index.js';
// Linear algebra
export { choleskyFactor, solveTriangular, symmetricEigen } from './linear-algebra/index.js';
// Random numbers
export { createRng, Rng, type RngState } from './rng/index.js';
