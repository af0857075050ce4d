export type { NamedArrays } from '../arrays/index.js';
export { type Batches, type BatchOptions, batches, fullBatch, type Rows } from './batches.js';
export {
  type ByteStore,
  type CheckpointOptions,
  checkpoint,
  type Resumed,
  resume,
  type Stateful,
} from './checkpoint.js';
export { type EarlyStoppingOptions, earlyStopping } from './early-stopping.js';
export { type FitOptions, fit } from './fit.js';
export { History } from './history.js';
export { NonFiniteError } from './non-finite-error.js';
export { type ProgressBarOptions, progressBar } from './progress-bar.js';
export type { Reading } from './reading.js';
export {
  constantSchedule,
  cosineDecay,
  cyclicalAnnealing,
  exponentialDecay,
  linearAnnealing,
  linearWarmUp,
  piecewiseConstant,
  type Schedule,
  sigmoidAnnealing,
  stepDecay,
} from './schedules.js';
export type { Move, Step, StepContext } from './step.js';
