export {
  isNdArray,
  type NamedArrays,
  type NdArray,
  type NumericArray,
  ndArray,
  sizeOfShape,
  takeRows,
} from './nd-array.js';
