// Bounds
export {
  type Bound,
  bound,
  maximize,
  maximizeUnsound,
  minimize,
  minimizeUnsound,
  minus,
  negate,
  type Objective,
  type Opposite,
  plus,
  type Side,
  type Sum,
  scale,
  type Term,
  type Total,
} from './bounds/index.js';
// Files
export { decodeSafetensors, encodeSafetensors, type Safetensors } from './files/safetensors.js';
// The training loop
export { type Batches, type BatchOptions, batches, fullBatch, type Rows } from './fit/batches.js';
export { type EarlyStoppingOptions, earlyStopping } from './fit/early-stopping.js';
export { type FitOptions, fit } from './fit/fit.js';
export { History } from './fit/history.js';
export { NonFiniteError } from './fit/non-finite-error.js';
export { type ProgressBarOptions, progressBar } from './fit/progress-bar.js';
export type { Reading } from './fit/reading.js';
export type { Move, Player, PlayerContext } from './fit/player.js';
// Models
export {
  type ByteStore,
  type CheckpointOptions,
  checkpoint,
  type Resumed,
  resume,
  type Stateful,
} from './models/checkpoint.js';
// Schedules
export { cyclicalAnnealing, linearAnnealing, sigmoidAnnealing } from './schedules/annealing.js';
export {
  constantSchedule,
  cosineDecay,
  exponentialDecay,
  linearWarmUp,
  piecewiseConstant,
  stepDecay,
} from './schedules/rate-schedules.js';
export type { Schedule } from './schedules/schedule.js';
