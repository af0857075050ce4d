// Kernels for any tfjs program

// Fused operations, forwards and backwards
export { type Activation, type AdamOptions, dense, type GruWeights, gruCell } from '@latents/core';
export { bernoulliLogProb } from './fused/bernoulli.js';
export { type DiagonalGaussian, gaussianKl } from './fused/gaussian-kl.js';
export { gaussianSample } from './fused/gaussian-sample.js';
export { logSumExp } from './fused/log-sum-exp.js';
export { installTrainingKernels } from './install/install-training-kernels.js';
export type { TrainingKernels } from './install/training-kernels.js';
// Optimizers
export { Adam } from './optimizers/adam.js';
export { Sgd, type SgdOptions } from './optimizers/sgd.js';
// Random numbers, the same as core's
export { randomNormal, randomUniform } from './random/fill.js';
export type { Simd } from './runtime/kernel-module.js';
// Threads
export { startThreads, type Threads } from './threads/start-threads.js';
