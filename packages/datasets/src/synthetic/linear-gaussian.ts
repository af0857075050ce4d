import {
  checkPositive,
  checkPositiveInteger,
  choleskyFactor,
  choleskySolve,
  type NdArray,
  ndArray,
  type Rng,
} from '@latents/math';
import { matrix, rowsOf, vector } from './checks.js';
import { logNormal } from './log-normal.js';

/** z ~ N(0, I), x given z ~ N(weights z + bias, scale^2 I): the VAE whose every quantity is known. */
export interface LinearGaussian {
  /** `n` independent draws: x `[n, dim]` and the z `[n, latentDim]` behind them. */
  sample(n: number, rng: Rng): { readonly x: NdArray<Float64Array>; readonly z: NdArray<Float64Array> };
  /** log p of each row of `[n, dim]`, in nats, `[n]`: that of N(bias, W W' + scale^2 I). */
  logDensity(x: NdArray): Float64Array;
  /**
   * p(z given x) = N(mean, covariance) for each row of `[n, dim]`: means `[n, latentDim]`, and the covariance
   * `[latentDim, latentDim]`, which is the same for all.
   */
  posterior(x: NdArray): { readonly mean: NdArray<Float64Array>; readonly covariance: NdArray<Float64Array> };
}

/**
 * The linear-Gaussian latent variable model (probabilistic PCA) with given parameters.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { linearGaussian } from '@latents/datasets/synthetic';
 *
 * // x ~ N(0, 1 + 0.1), the example with which the note's "mu + sigma^2 eps" is refuted.
 * const model = linearGaussian({ weights: [[1]], bias: [0], scale: Math.sqrt(0.1) });
 * model.logDensity(ndArray([1, 1], Float64Array.of(1)))[0]; // => -1.42114
 * ```
 * @throws RangeError if `weights` is not a matrix `[dim, latentDim]` of finite numbers, `bias` not `[dim]`, or
 * `scale` not positive.
 * @see Tipping & Bishop 1999, "Probabilistic principal component analysis", equations (3) to (8)
 */
export function linearGaussian(options: {
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
  readonly scale: number;
}): LinearGaussian {
  const { scale } = options;
  checkPositive('linearGaussian({ scale })', scale);
  const weights = matrix('linearGaussian({ weights })', options.weights);
  const dim = options.weights.length;
  const latentDim = weights.length / dim;
  const bias = vector('linearGaussian({ bias })', options.bias, dim);

  const marginal = choleskyFactor(gram(weights, dim, latentDim, 'rows', scale), dim);
  // M = W'W + scale^2 I: the posterior is N(M^-1 W'(x - bias), scale^2 M^-1).
  const precision = choleskyFactor(gram(weights, dim, latentDim, 'columns', scale), latentDim);

  return {
    sample(n, rng) {
      checkPositiveInteger('model.sample(n)', n);
      const z = rng.fillNormal(new Float64Array(n * latentDim));
      const x = rng.fillNormal(new Float64Array(n * dim));
      for (let i = 0; i < x.length; i++) {
        const [row, j] = [Math.floor(i / dim), i % dim];
        let mean = bias[j]!;
        for (let k = 0; k < latentDim; k++) mean += weights[j * latentDim + k]! * z[row * latentDim + k]!;
        x[i] = mean + scale * x[i]!;
      }
      return { x: ndArray([n, dim], x), z: ndArray([n, latentDim], z) };
    },
    logDensity(x) {
      const n = rowsOf('model.logDensity(x)', x, [dim]);
      return Float64Array.from({ length: n }, (_, row) => logNormal(marginal, residual(x, row, bias)));
    },
    posterior(x) {
      const n = rowsOf('model.posterior(x)', x, [dim]);
      const mean = new Float64Array(n * latentDim);
      for (let row = 0; row < n; row++) {
        const projected = new Float64Array(latentDim);
        const centred = residual(x, row, bias);
        for (let i = 0; i < weights.length; i++) {
          projected[i % latentDim]! += weights[i]! * centred[Math.floor(i / latentDim)]!;
        }
        mean.set(choleskySolve(precision, latentDim, projected), row * latentDim);
      }
      const covariance = new Float64Array(latentDim ** 2);
      for (let k = 0; k < latentDim; k++) {
        const unit = new Float64Array(latentDim);
        unit[k] = scale ** 2;
        covariance.set(choleskySolve(precision, latentDim, unit), k * latentDim);
      }
      return { mean: ndArray([n, latentDim], mean), covariance: ndArray([latentDim, latentDim], covariance) };
    },
  };
}

/** W W' + scale^2 I (`rows`) or W' W + scale^2 I (`columns`) of `[dim, latentDim]` weights. */
function gram(w: Float64Array, dim: number, latentDim: number, of: 'rows' | 'columns', scale: number): Float64Array {
  const [n, depth] = of === 'rows' ? [dim, latentDim] : [latentDim, dim];
  const at =
    of === 'rows' ? (i: number, k: number) => w[i * latentDim + k]! : (i: number, k: number) => w[k * latentDim + i]!;
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = i === j ? scale ** 2 : 0;
      for (let k = 0; k < depth; k++) sum += at(i, k) * at(j, k);
      out[i * n + j] = sum;
    }
  }
  return out;
}

function residual({ data }: NdArray, row: number, bias: Float64Array): Float64Array {
  return bias.map((b, j) => data[row * bias.length + j]! - b);
}
