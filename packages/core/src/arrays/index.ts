export { isNdArray, type NdArray, type NumericArray, ndArray, takeRows } from './nd-array.js';
