import type { LogisticKernels } from './logistic-kernels.js';

/** Returns the kernel of binary logistic regression. */
export function plainLogistic(x: Float64Array): LogisticKernels {
  return {
    loss({ scores, signedWeights, rows }) {
      let loss = 0;
      for (let i = 0; i < rows; i++) {
        const weight = x[signedWeights + i]!;
        const margin = weight < 0 ? -x[scores + i]! : x[scores + i]!;
        // One exponential of a number <= 0: neither overflows nor cancels.
        const e = Math.exp(-Math.abs(margin));
        if (weight !== 0) loss += Math.abs(weight) * (Math.log1p(e) + (margin < 0 ? -margin : 0));
        x[scores + i] = (-weight * (margin < 0 ? 1 : e)) / (1 + e);
      }
      return loss;
    },
  };
}
