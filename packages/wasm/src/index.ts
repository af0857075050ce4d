// Kernels for any tfjs program
export { installTrainingKernels } from './install/install-training-kernels.js';
export type { InstalledKernels } from './install/installed-kernels.js';
export type { TrainingKernels } from './install/training-kernels.js';
export { OutOfMemoryError } from './runtime/guarded-heap.js';
export type { Simd } from './runtime/kernel-module.js';
// Kernels for complex numbers, strings and ragged tensors
export { installMissingKernels } from './missing/install-missing-kernels.js';
// Optimizers
export type { AdamOptions } from '@latents/core';
export { Adam } from './optimizers/adam.js';
export { Sgd, type SgdOptions } from './optimizers/sgd.js';
// Threads
export { startThreads, type Threads, type ThreadsOptions } from './threads/start-threads.js';
