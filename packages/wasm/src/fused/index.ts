import type { FusedKernel } from '../kernels/kernel.js';
import { bernoulliKernels } from './bernoulli.js';
import { denseKernels } from './dense.js';
import { gaussianKlKernels } from './gaussian-kl.js';
import { gaussianSampleKernels } from './gaussian-sample.js';
import { gruKernels } from './gru.js';
import { logSumExpKernels } from './log-sum-exp.js';
import { random } from './random.js';
import { recurrence } from './recurrence.js';
import { recurrenceGradient } from './recurrence-gradient.js';
import { sumOfSquares } from './sum-of-squares.js';

/** The kernels behind the fused operations, and their gradients. */
export const FUSED_KERNELS: readonly FusedKernel[] = [
  ...bernoulliKernels,
  ...denseKernels,
  ...gaussianKlKernels,
  ...gaussianSampleKernels,
  ...gruKernels,
  ...logSumExpKernels,
  random,
  recurrence,
  recurrenceGradient,
  sumOfSquares,
];
