import { checkPositive, checkPositiveInteger, type NdArray, ndArray, type Rng } from '@latents/math';

import { matrix, rowsOf, vector } from './checks.js';
import { kalmanLogDensity, type StateSpaceParameters } from './kalman.js';

/** Sequences of a hidden linear-Gaussian process: the VRNN whose log p(x) is known. */
export interface StateSpace {
  /** `n` independent sequences: observations x `[n, steps, dim]` and states z `[n, steps, latentDim]`. */
  sample(n: number, steps: number, rng: Rng): { readonly x: NdArray<Float64Array>; readonly z: NdArray<Float64Array> };
  /** log p of each sequence of `[n, steps, dim]`, in nats, `[n]`, by the Kalman filter. */
  logDensity(x: NdArray): Float64Array;
}

export interface StateSpaceOptions {
  /** A, `[latentDim, latentDim]`. */
  readonly transition: readonly (readonly number[])[];
  /** C, `[dim, latentDim]`. */
  readonly emission: readonly (readonly number[])[];
  /** Standard deviation q of the noise of each state. */
  readonly transitionScale: number;
  /** Standard deviation r of the noise of each observation. */
  readonly emissionScale: number;
  /** Mean of z_1, `[latentDim]`. */
  readonly initialMean: readonly number[];
  /** Standard deviation of each entry of z_1. */
  readonly initialScale: number;
}

/**
 * The linear-Gaussian state space model z_1 ~ N(initialMean, initialScale^2 I), z_t ~ N(A z_t-1, q^2 I),
 * x_t ~ N(C z_t, r^2 I).
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { stateSpace } from '@latents/datasets/synthetic';
 *
 * const rotation = [[0.8, -0.6], [0.6, 0.8]];
 * const model = stateSpace({
 *   transition: rotation,
 *   emission: [[1, 0]],
 *   transitionScale: 0.1,
 *   emissionScale: 0.2,
 *   initialMean: [1, 0],
 *   initialScale: 0.5,
 * });
 * const { x } = model.sample(3, 20, createRng(0));
 * x.shape; // => [3, 20, 1]
 * model.logDensity(x).length; // => 3
 * ```
 * @throws RangeError if a shape is another, a number is not finite, or a scale is not positive.
 * @see Kalman 1960, "A new approach to linear filtering and prediction problems"
 */
export function stateSpace(options: StateSpaceOptions): StateSpace {
  const latentDim = options.transition.length;
  const dim = options.emission.length;
  const parameters: StateSpaceParameters = {
    latentDim,
    dim,
    transition: matrix('stateSpace({ transition })', options.transition, latentDim, latentDim),
    emission: matrix('stateSpace({ emission })', options.emission, dim, latentDim),
    initialMean: vector('stateSpace({ initialMean })', options.initialMean, latentDim),
    initialScale: options.initialScale,
    transitionScale: options.transitionScale,
    emissionScale: options.emissionScale,
  };
  for (const name of ['initialScale', 'transitionScale', 'emissionScale'] as const) {
    checkPositive(`stateSpace({ ${name} })`, options[name]);
  }
  return {
    sample(n, steps, rng) {
      checkPositiveInteger('model.sample(n)', n);
      checkPositiveInteger('model.sample(n, steps)', steps);
      return draw(parameters, n, steps, rng);
    },
    logDensity(x) {
      const n = rowsOf('model.logDensity(x)', x, [-1, dim]);
      const size = x.shape[1]! * dim;
      return Float64Array.from({ length: n }, (_, row) =>
        kalmanLogDensity(parameters, x.data.subarray(row * size, (row + 1) * size)),
      );
    },
  };
}

function draw(parameters: StateSpaceParameters, n: number, steps: number, rng: Rng): ReturnType<StateSpace['sample']> {
  const { latentDim, dim, transition, emission, initialMean, initialScale, transitionScale, emissionScale } =
    parameters;
  const z = rng.fillNormal(new Float64Array(n * steps * latentDim));
  const x = rng.fillNormal(new Float64Array(n * steps * dim));
  for (let step = 0; step < n * steps; step++) {
    const here = z.subarray(step * latentDim, (step + 1) * latentDim);
    const opening = step % steps === 0;
    const mean = opening ? initialMean : multiply(transition, z.subarray((step - 1) * latentDim, step * latentDim));
    for (let k = 0; k < latentDim; k++) here[k] = mean[k]! + (opening ? initialScale : transitionScale) * here[k]!;
    const emitted = multiply(emission, here);
    for (let j = 0; j < dim; j++) x[step * dim + j] = emitted[j]! + emissionScale * x[step * dim + j]!;
  }
  return { x: ndArray([n, steps, dim], x), z: ndArray([n, steps, latentDim], z) };
}

function multiply(rows: Float64Array, values: Float64Array): Float64Array {
  const width = values.length;
  const out = new Float64Array(rows.length / width);
  for (let i = 0; i < rows.length; i++) out[Math.floor(i / width)]! += rows[i]! * values[i % width]!;
  return out;
}
