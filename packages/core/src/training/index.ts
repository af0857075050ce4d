export type { NamedArrays } from '../arrays/index.js';
export { cyclicalAnnealing, linearAnnealing, sigmoidAnnealing } from './annealing.js';
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
export {
  constantSchedule,
  cosineDecay,
  exponentialDecay,
  linearWarmUp,
  piecewiseConstant,
  stepDecay,
} from './rate-schedules.js';
export type { Reading } from './reading.js';
export type { Schedule } from './schedule.js';
export type { Move, Step, StepContext } from './step.js';
