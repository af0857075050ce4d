export { argMaxRows } from './arg-max-rows.js';
export { softmaxInPlace, softmaxRows } from './softmax.js';
