// Kernels for any tfjs program
export { installTrainingKernels } from './install/install-training-kernels.js';
export type { TrainingKernels } from './install/training-kernels.js';
// Optimizers
export { Adam, type AdamOptions } from './optimizers/adam.js';
export { Sgd, type SgdOptions } from './optimizers/sgd.js';
export type { Simd } from './runtime/kernel-module.js';
