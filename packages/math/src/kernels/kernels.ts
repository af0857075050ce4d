import type { ChainKernels } from './chain-kernels.js';
import type { LogisticKernels } from './logistic-kernels.js';
import type { MixtureKernels } from './mixture-kernels.js';
import { plainChains } from './plain-chains.js';
import { plainLogistic } from './plain-logistic.js';
import { plainMixtures } from './plain-mixtures.js';
import { plainProducts } from './plain-products.js';
import { plainRows } from './plain-rows.js';
import type { ProductKernels } from './product-kernels.js';
import type { RowKernels } from './row-kernels.js';

/** Inner loops by family. Each works in the memory of one heap: a layout names arrays by the offset of their first number. */
export interface Kernels {
  readonly mixtures: MixtureKernels;
  readonly chains: ChainKernels;
  readonly products: ProductKernels;
  readonly logistic: LogisticKernels;
  readonly rows: RowKernels;
}

/** Returns the kernels in TypeScript, for engines without SIMD and to check the SIMD ones against. */
export function plainKernels(numbers: Float64Array): Kernels {
  return {
    mixtures: plainMixtures(numbers),
    chains: plainChains(numbers),
    products: plainProducts(numbers),
    logistic: plainLogistic(numbers),
    rows: plainRows(numbers),
  };
}
