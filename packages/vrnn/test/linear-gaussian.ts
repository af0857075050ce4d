import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { createVrnn, type Vrnn } from '../src/index.js';

/** z_t = a z_{t-1} + N(0, q), x_t = c z_t + N(0, r I): a state-space model whose likelihood the Kalman filter knows. */
export const truth = { a: 0.9, q: 0.5, c: [1, -0.5], r: 0.4 } as const;

/** log p(x) by the Kalman filter, float64, for x `[T][2]`. The first state is N(0, q), as h_0 = 0 makes it. */
export function kalmanLogLikelihood(x: readonly (readonly number[])[]): number {
  const { a, q, c, r } = truth;
  let mean = 0;
  let variance = 0;
  let total = 0;
  for (const value of x) {
    mean *= a;
    variance = a * a * variance + q;
    // S = r I + variance c c', by its determinant and the Sherman-Morrison inverse.
    const cc = c[0] * c[0] + c[1] * c[1];
    const s = r + variance * cc;
    const residual = value.map((v, i) => v - c[i]! * mean);
    const projected = residual[0]! * c[0] + residual[1]! * c[1];
    const quadratic = (residual[0]! ** 2 + residual[1]! ** 2 - (variance * projected ** 2) / s) / r;
    total -= 0.5 * (2 * Math.log(2 * Math.PI) + Math.log(r * s) + quadratic);
    mean += (variance * projected) / s;
    variance *= r / s;
  }
  return total;
}

/** A sequence of `steps` steps from the model. */
export function sampleSequence(steps: number, seed: number): number[][] {
  const { a, q, c, r } = truth;
  const rng = createRng(seed);
  let z = 0;
  return Array.from({ length: steps }, () => {
    z = a * z + Math.sqrt(q) * rng.normal();
    return c.map((ci) => ci * z + Math.sqrt(r) * rng.normal());
  });
}

/**
 * The VRNN that is exactly that model, with the posterior q(z_t | x_t, z_{t-1}) of one step. It sees no future, so its bound
 * is not tight.
 */
export function linearGaussianVrnn(): Vrnn {
  const { a, q, c, r } = truth;
  const vrnn = createVrnn({
    inputDim: 2,
    latentDim: 1,
    units: 1,
    features: 2,
    hidden: [],
    cell: 'linear',
    activation: 'linear',
    emission: 'normal',
    stateSeesInput: false,
    emissionSeesState: false,
    rng: createRng(0),
  });
  const precision = 1 / q + (c[0] ** 2 + c[1] ** 2) / r;
  const set = (name: string, values: number[] | number[][]) =>
    tf.tidy(() => vrnn.parameters[name]!.assign(tf.tensor(values)));
  set('xFeatures/dense0/kernel', [
    [1, 0],
    [0, 1],
  ]);
  set('xFeatures/dense1/kernel', [
    [1, 0],
    [0, 1],
  ]);
  set('zFeatures/dense0/kernel', [[1, 0]]);
  set('zFeatures/dense1/kernel', [
    [1, 0],
    [0, 1],
  ]);
  set('cell/kernel', [[1], [0]]);
  set('cell/recurrent', [[0]]);
  set('cell/bias', [0]);
  set('prior/dense0/kernel', [[a, 0]]);
  set('prior/dense0/bias', [0, Math.log(q)]);
  set('emission/dense0/kernel', [
    [c[0], c[1], 0, 0],
    [0, 0, 0, 0],
  ]);
  set('emission/dense0/bias', [0, 0, Math.log(r), Math.log(r)]);
  set('posterior/dense0/kernel', [
    [c[0] / r / precision, 0],
    [c[1] / r / precision, 0],
    [a / q / precision, 0],
  ]);
  set('posterior/dense0/bias', [0, -Math.log(precision)]);
  return vrnn;
}
