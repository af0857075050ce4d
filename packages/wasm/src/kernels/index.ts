import { batchMatMul } from './batch-mat-mul.js';
import { conv2dBackpropFilter, conv2dBackpropInput } from './conv2d-gradients.js';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise-gradients.js';
import { einsum } from './einsum.js';
import { elementwise } from './elementwise.js';
import { fusedMatMul } from './fused-mat-mul.js';
import type { Kernel } from './kernel.js';
import { sums } from './sums.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';

/** What `installTrainingKernels` puts in place of, or adds to, tfjs's own kernels. */
export const KERNELS: readonly Kernel[] = [
  batchMatMul,
  fusedMatMul,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  einsum,
  unsortedSegmentSum,
  ...elementwise,
  ...sums,
];
