import { type ArrayInput, asTable, binaryUnit, checkInteger, symmetricEigen } from '@latents/math';

import { type LinearGaussian, linearGaussian } from './linear-gaussian.js';

/** The parameters of {@link linearGaussian} under which data are most likely, and the model that has them. */
export interface PcaFit {
  /** `[dim][latentDim]`, determined up to a rotation of z; this one has orthogonal columns, longest first. */
  readonly weights: readonly (readonly number[])[];
  /** `[dim]`, the mean of the data. */
  readonly bias: readonly number[];
  /** Square root of the mean of the variances along the directions left out. */
  readonly scale: number;
  readonly model: LinearGaussian;
}

/**
 * Probabilistic PCA: the global maximum of the likelihood of {@link linearGaussian}, in closed form. No linear VAE with
 * Gaussian output of one scale reaches a higher mean log p(x) on the same data, nor a higher ELBO.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { linearGaussian, probabilisticPca } from '@latents/datasets/synthetic';
 *
 * const truth = linearGaussian({ weights: [[2], [0], [1]], bias: [0, 0, 0], scale: 0.5 });
 * const { x } = truth.sample(100, createRng(0));
 * const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
 * mean(probabilisticPca(x, { latentDim: 1 }).model.logDensity(x)) > mean(truth.logDensity(x)); // => true
 * ```
 * @throws RangeError if `x` is not `[n, dim]` with finite entries, `latentDim` is not from 1 to dim - 1, or the data
 * do not vary in more than `latentDim` directions, which makes the likelihood unbounded.
 * @see Tipping & Bishop 1999, "Probabilistic principal component analysis", equations (14) and (15)
 */
export function probabilisticPca(x: ArrayInput, { latentDim }: { readonly latentDim: number }): PcaFit {
  const table = asTable('probabilisticPca(x, options)', 'x', x);
  const [n, dim] = table.shape as [number, number];
  checkInteger('probabilisticPca(x, { latentDim })', latentDim, 1, dim - 1, `one less than the ${dim} dimensions`);
  let most = 0;
  for (let i = 0; i < table.data.length; i++) most = Math.max(most, Math.abs(table.data[i]!));
  const unit = binaryUnit(most);
  const scaled = Float64Array.from(table.data, (value) => value / unit);
  const { bias, covariance } = moments(scaled, n, dim);
  const { values, vectors } = symmetricEigen(covariance, dim);
  const noise = values.subarray(latentDim).reduce((sum, value) => sum + value, 0) / (dim - latentDim);
  if (!(noise > 1e-12 * values[0]!)) {
    throw new RangeError(
      `probabilisticPca(x): expected data that vary in more than ${latentDim} directions, got a remaining variance of ${noise * unit ** 2}. Take a smaller latentDim or more rows.`,
    );
  }
  const weights = Array.from(bias, (_, j) =>
    vectors.slice(0, latentDim).map((vector, k) => unit * vector[j]! * Math.sqrt(Math.max(0, values[k]! - noise))),
  );
  const parameters = { weights, bias: Array.from(bias, (mean) => unit * mean), scale: unit * Math.sqrt(noise) };
  return { ...parameters, model: linearGaussian(parameters) };
}

/** The mean and the covariance with divisor n of rows `[n, dim]`. */
function moments(data: ArrayLike<number>, n: number, dim: number): { bias: Float64Array; covariance: Float64Array } {
  const bias = new Float64Array(dim);
  for (let i = 0; i < data.length; i++) bias[i % dim]! += data[i]! / n;
  const covariance = new Float64Array(dim * dim);
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < dim; i++) {
      const centred = (data[row * dim + i]! - bias[i]!) / n;
      for (let j = 0; j < dim; j++) covariance[i * dim + j]! += centred * (data[row * dim + j]! - bias[j]!);
    }
  }
  return { bias, covariance };
}
