export { type Float64Kernels, float64Kernels } from './float64-kernels.js';
