/* What a program needs besides a model. Each model package exports these names too, so that one install and one import do. */

// Random numbers and arrays
export {
  column,
  createRng,
  fromRows,
  isNdArray,
  type NdArray,
  type NumericArray,
  ndArray,
  Rng,
  takeRows,
} from '@latents/math';
// The training loop
export { type TrainOptions, train } from './models/train.js';
export { type FitOptions, fit, type Readings } from './fit/fit.js';
export { type Batches, type BatchOptions, batches, fullBatch, type Rows } from './fit/batches.js';
export type { Player } from './fit/player.js';
export type { Reading } from './fit/reading.js';
export { History } from './fit/history.js';
export { type ProgressBarOptions, progressBar } from './fit/progress-bar.js';
export { type EarlyStopping, type EarlyStoppingOptions, earlyStopping } from './fit/early-stopping.js';
export { DeviceLostError } from './fit/device-lost-error.js';
export { NonFiniteError } from './fit/non-finite-error.js';
// Models, saving and loading
export type { Model, ModelConfig } from './models/model.js';
export { save } from './models/save.js';
export { type LoadOptions, load } from './models/load.js';
export { type ByteStore, browserStore, downloadStore, fileStore, type Source } from './files/index.js';
// Checkpoints
export { type CheckpointOptions, checkpoint } from './models/checkpoint.js';
export { type Resumed, type ResumeOptions, resume } from './models/resume.js';
