// Files
export { type CsvOptions, parseCsv, type Table } from './files/csv.js';
export { decodeIdx, type IdxArrays, type IdxType, parseIdx } from './files/idx.js';
// Images
export { dynamicBinarization, thresholdBinarization, toUnitInterval } from './images/binarization.js';
// Splitting
export { type Split, splitRows } from './split-rows.js';
