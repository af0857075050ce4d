// Products and sums of Float64Arrays
export { logSumExpRows, matMul } from './float64-arrays.js';
// Memory that kernels work in
export { type Heap, withHeap } from './heap.js';
// Kernels by family, and the layouts that they take
export type { Kernels } from './kernels.js';
export type { ChainKernels, ChainLayout } from './chain-kernels.js';
export type { LogisticKernels, LogisticLayout } from './logistic-kernels.js';
export type {
  DensityLayout,
  MixtureKernels,
  MomentLayout,
  ResponsibilityLayout,
  RowBlock,
} from './mixture-kernels.js';
export { packedSize, packLower } from './plain-mixtures.js';
export type { MatMulLayout, MatVecLayout, OuterLayout, ProductKernels } from './product-kernels.js';
export type { ExpSumLayout, RowKernels } from './row-kernels.js';
