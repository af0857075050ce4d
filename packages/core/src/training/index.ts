export { type Batches, type BatchOptions, batches, fullBatch, type Rows } from './batches.js';
export { type FitOptions, fit } from './fit.js';
export { History } from './history.js';
export { NonFiniteError } from './non-finite-error.js';
export type { Reading } from './reading.js';
export type { Move, NamedArrays, Step, StepContext } from './step.js';
