import { BERNOULLI_LOG_PROB } from './bernoulli-log-prob.js';
import { DENSE } from './dense.js';
import { GAUSSIAN_KL } from './gaussian-kl.js';
import { GAUSSIAN_SAMPLE } from './gaussian-sample.js';
import { GRU_CELL } from './gru-cell.js';
import { LOG_SUM_EXP } from './log-sum-exp.js';
import { RANDOM } from './random.js';
import { RECURRENCE } from './recurrence.js';
import { SUM_OF_SQUARES } from './sum-of-squares.js';

/**
 * The kernels that a backend may register, by operation: name, inputs in order, and the composed form that says what the kernel
 * computes. `@latents/wasm` registers them for the WASM backend.
 *
 * @example
 * ```ts
 * import { OPERATIONS } from '@latents/core';
 *
 * OPERATIONS.dense.kernel; // => 'LatentsDense'
 * ```
 */
export const OPERATIONS = {
  dense: DENSE,
  gruCell: GRU_CELL,
  recurrence: RECURRENCE,
  bernoulliLogProb: BERNOULLI_LOG_PROB,
  gaussianKl: GAUSSIAN_KL,
  gaussianSample: GAUSSIAN_SAMPLE,
  logSumExp: LOG_SUM_EXP,
  random: { kernel: RANDOM },
  sumOfSquares: { kernel: SUM_OF_SQUARES },
} as const;
