import { choleskyFactor, solveTriangular } from '@latents/math';
import { logNormal } from './log-normal.js';

/** The parameters of a linear-Gaussian state space model, matrices row-major. */
export interface StateSpaceParameters {
  readonly latentDim: number;
  readonly dim: number;
  readonly transition: Float64Array;
  readonly emission: Float64Array;
  readonly initialMean: Float64Array;
  readonly initialScale: number;
  readonly transitionScale: number;
  readonly emissionScale: number;
}

/**
 * log p(x) of one sequence `[steps * dim]` in nats: the sum over t of log N(x_t; C m, S), S = C P C' + r^2 I, where
 * N(m, P) predicts z_t from the steps before. With S = L L', the update is m + G L^-1 (x_t - C m), P - G G', where
 * G = P C' L'^-1.
 */
export function kalmanLogDensity(parameters: StateSpaceParameters, x: ArrayLike<number>): number {
  const { latentDim: k, dim: d, transition, emission, transitionScale, emissionScale } = parameters;
  let mean = parameters.initialMean;
  let covariance = scaledIdentity(k, parameters.initialScale ** 2);
  let nats = 0;
  for (let start = 0; start < x.length; start += d) {
    const cross = product(emission, covariance, d, k, k); // C P: column i belongs to state i
    const lower = choleskyFactor(
      add(productTransposed(cross, emission, d, k, d), scaledIdentity(d, emissionScale ** 2)),
      d,
    );
    const predicted = product(emission, mean, d, k, 1);
    const whitened = predicted.map((value, j) => x[start + j]! - value);
    nats += logNormal(lower, whitened); // leaves L^-1 (x_t - C m) in `whitened`
    const gain = new Float64Array(k * d);
    for (let i = 0; i < k; i++) {
      gain.set(
        solveTriangular(
          lower,
          Float64Array.from({ length: d }, (_, j) => cross[j * k + i]!),
          d,
          1,
          false,
        ),
        i * d,
      );
    }
    const updatedMean = add(mean, product(gain, whitened, k, d, 1));
    const explained = productTransposed(gain, gain, k, d, k);
    const updated = covariance.map((value, i) => value - explained[i]!);
    mean = product(transition, updatedMean, k, k, 1);
    covariance = add(
      productTransposed(product(transition, updated, k, k, k), transition, k, k, k),
      scaledIdentity(k, transitionScale ** 2),
    );
  }
  return nats;
}

/** `[n, m]` times `[m, p]`. */
function product(a: Float64Array, b: Float64Array, n: number, m: number, p: number): Float64Array {
  const out = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < m; l++) for (let j = 0; j < p; j++) out[i * p + j]! += a[i * m + l]! * b[l * p + j]!;
  }
  return out;
}

/** `[n, m]` times the transpose of `[p, m]`. */
function productTransposed(a: Float64Array, b: Float64Array, n: number, m: number, p: number): Float64Array {
  const out = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) for (let l = 0; l < m; l++) out[i * p + j]! += a[i * m + l]! * b[j * m + l]!;
  }
  return out;
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]!);
}

function scaledIdentity(n: number, value: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? value : 0));
}
