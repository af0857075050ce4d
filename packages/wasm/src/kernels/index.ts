import { softmax } from '../fused/log-sum-exp.js';
import { batchMatMul } from './batch-mat-mul.js';
import { bincount } from './bincount.js';
import { clip } from './clip.js';
import { conv2d } from './conv2d.js';
import { conv2dBackpropFilter, conv2dBackpropInput } from './conv2d-gradients.js';
import { conv3dGradients } from './conv3d-gradients.js';
import { copies, manyCopies } from './copies.js';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise-gradients.js';
import { dilation } from './dilation.js';
import { einsum } from './einsum.js';
import { elementwise } from './elementwise.js';
import { fusedConvolutions } from './fused-convolutions.js';
import { fusedMatMul } from './fused-mat-mul.js';
import { gather } from './gather.js';
import { cast, identity } from './identity.js';
import type { Kernel, ManyKernel } from './kernel.js';
import { maxPool3d } from './max-pool-3d.js';
import { maxPoolGradient } from './max-pool-gradient.js';
import { pools } from './pool.js';
import { prelu } from './prelu.js';
import { select } from './select.js';
import { sums } from './sums.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';

/** What `installTrainingKernels` puts in place of, or adds to, tfjs's own kernels. */
export const KERNELS: readonly (Kernel | ManyKernel)[] = [
  batchMatMul,
  fusedMatMul,
  conv2d,
  ...fusedConvolutions,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  ...pools,
  maxPoolGradient,
  ...maxPool3d,
  ...conv3dGradients,
  ...dilation,
  einsum,
  gather,
  select,
  clip,
  bincount,
  prelu,
  unsortedSegmentSum,
  identity,
  cast,
  ...elementwise,
  ...sums,
  ...copies,
  ...manyCopies,
  softmax,
];
