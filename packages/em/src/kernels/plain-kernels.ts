import type { Kernels } from './kernels.js';
import { plainChain } from './plain-chain.js';
import { plainLogistic } from './plain-logistic.js';
import { plainMixtures } from './plain-mixtures.js';
import { plainProducts } from './plain-products.js';

/** The kernels in TypeScript, on the same layouts: where an engine has no SIMD, and to check the others against. */
export function plainKernels(x: Float64Array): Kernels {
  return { ...plainMixtures(x), ...plainChain(x), ...plainLogistic(x), ...plainProducts(x) };
}
