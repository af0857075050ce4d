export {
  isNdArray,
  type NamedArrays,
  type NdArray,
  type NumericArray,
  ndArray,
  takeRows,
} from './nd-array.js';
