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
// The training loop
export { type Batches, type BatchOptions, batches, fullBatch, type Rows } from './fit/batches.js';
export { type EarlyStopping, type EarlyStoppingOptions, earlyStopping } from './fit/early-stopping.js';
export { type FitOptions, fit, type Readings } from './fit/fit.js';
export { History } from './fit/history.js';
export { DeviceLostError } from './fit/device-lost-error.js';
export { NonFiniteError } from './fit/non-finite-error.js';
export type { Move, Player, PlayerContext } from './fit/player.js';
export { type ProgressBarOptions, progressBar } from './fit/progress-bar.js';
export type { Reading } from './fit/reading.js';
// Models
export { type Difference, firstDifference, inWords, type Json } from './models/json.js';
export type { DeviceParameter, Model, ModelConfig, NamedParameters, Stored } from './models/model.js';
export type { SavedModel } from './models/model-file.js';
export { checkArrays, readParameters } from './models/parameters.js';
export { type TrainOptions, train } from './models/train.js';
// Saving and loading
export { checkKind, type Factory, type FromSaved, type LoadOptions, load, readModel } from './models/load.js';
export { save } from './models/save.js';
// Checkpoints
export { type CheckpointOptions, checkpoint, type Run } from './models/checkpoint.js';
export { type Resumed, type ResumeOptions, resume } from './models/resume.js';
// Files
export {
  type ByteStore,
  type BytesOptions,
  browserStore,
  bytesOf,
  type Dtype,
  decodeSafetensors,
  downloadStore,
  encodeSafetensors,
  fileStore,
  openSafetensors,
  type Safetensors,
  type SafetensorsFile,
  type Source,
  type TensorInfo,
} from './files/index.js';
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
