export {
  isNdArray,
  type NamedArrays,
  type NdArray,
  type NumericArray,
  ndArray,
  sizeOfShape,
  takeRows,
} from './nd-array.js';
export { withoutPrefix, withPrefix } from './prefixes.js';
